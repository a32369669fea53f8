import BrokerModel

/// A member of the EMQX cluster, on each broker host.
struct EMQXMember {
    private let facts: FleetFacts
    private let common: [String: ConfidentialText]
    private let extraHosts: [String: String]
    private let users: [EMQXUserSpecification]

    init(_ facts: FleetFacts, _ findings: inout Findings) {
        self.facts = facts
        let settings = facts.settings.emqx
        var environment = EnvFile()
        for (name, value) in Self.admission { environment.set(name, value) }
        environment.set(
            "EMQX_NODE__COOKIE",
            findings.value(settings.cookie, for: "emqx.cookie", at: facts.source, as: EMQXValue.cookie))
        environment.set(
            Self.dashboardPassword,
            findings.value(
                settings.dashboardPassword, for: "emqx.dashboardPassword", at: facts.source, as: EMQXValue.text))
        if let license = settings.license {
            environment.set("EMQX_LICENSE__KEY", findings.value(license, for: "emqx.license", at: facts.source))
        }
        var common: [String: ConfidentialText] = [:]
        environment.add(to: &common)
        self.common = common
        extraHosts = Dictionary(
            uniqueKeysWithValues: facts.brokers.map { (facts.domain.subdomain($0.name).text, $0.address.text) })
        users = findings.users(facts)
    }

    func add(to assembly: inout HostAssembly) {
        let origin = Origin(facts.source, "member of the EMQX cluster")
        let directory = assembly.directory(facts.home.appending("emqx"), facts.directoryOwnership, origin)
        let image = assembly.image(facts.versions.emqx, .versions("image of EMQX"))
        let container = ContainerSpecification(
            name: "emqx",
            image: facts.versions.emqx,
            environment: environment(on: assembly.host),
            mounts: [Mount(source: directory.path.text, target: "/opt/emqx/data")],
            network: .host,
            extraHosts: extraHosts,
            restartPolicy: .always,
            healthCheck: HealthCheck(
                test: ["CMD", "/opt/emqx/bin/emqx_ctl", "status"],
                intervalSeconds: 5, timeoutSeconds: 25, retries: 5),
            stopTimeoutSeconds: 60,
            probe: .emqx)
        assembly.container(
            container, after: [image] + directory.dependencies, redundancy: Redundancy(role: .broker, set: "emqx"),
            origin)
    }

    /// That the members are one cluster whose door is kept, and the users that may
    /// come in.
    var shared: [Resource] {
        let helpers = facts.brokers.map { ResourceAddress($0.name, HelperSpecification.kind, "isobar") }
        let password = common[Self.dashboardPassword.text] ?? ConfidentialText("")
        let cluster = Resource(
            address: EMQXClusterSpecification.resource,
            specification: EMQXClusterSpecification(
                members: facts.brokers.map { EMQXClusterMember(host: $0.name, node: nodeName($0.name)) },
                dashboardPassword: password, ownsAllUsers: facts.settings.emqx.otherUsers == .remove),
            dependencies: helpers, source: facts.source, reason: "nobody publishes or listens but its users")
        return [cluster]
            + users.map { user in
                Resource(
                    address: EMQXUserSpecification.resource(of: user.name), specification: user,
                    dependencies: [cluster.address], source: facts.source,
                    reason: user.isSuperuser ? "the antiloop publishes as it" : "user of the broker")
            }
    }

    /// The node's own name, and the others it finds the cluster by. The names
    /// are resolved through the container's extra hosts, so that the cluster
    /// does not need a DNS.
    private func environment(on host: HostName) -> [String: ConfidentialText] {
        let others = facts.brokers.map(\.name).filter { $0 != host }.map(nodeName)
        var environment = common
        environment["EMQX_NODE_NAME"] = ConfidentialText(nodeName(host))
        environment["EMQX_CLUSTER__DISCOVERY_STRATEGY"] = others.isEmpty ? "manual" : "static"
        if !others.isEmpty {
            environment["EMQX_CLUSTER__STATIC__SEEDS"] = "[\(others.joined(separator: ","))]"
        }
        return environment
    }

    private static let dashboardPassword: EnvFile.Name = "EMQX_DASHBOARD__DEFAULT_PASSWORD"

    private func nodeName(_ host: HostName) -> String { "emqx@" + facts.domain.subdomain(host).text }

    /// Without an authenticator EMQX lets everybody in: a fresh one must not,
    /// because the load balancer sends it the Internet. Users and their rules
    /// are set through its API.
    private static let admission: [(EnvFile.Name, EnvFile.Value)] = [
        ("EMQX_AUTHENTICATION__1__MECHANISM", .word("password_based")),
        ("EMQX_AUTHENTICATION__1__BACKEND", .word("built_in_database")),
        ("EMQX_AUTHORIZATION__NO_MATCH", .word("deny")),
    ]
}
