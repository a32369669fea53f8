import BrokerModel

/// A member of the Redis cluster, on each broker and antiloop host. Which of
/// them are masters is the cluster's own business and changes at run time.
struct RedisMember {
    private let facts: FleetFacts
    private let extraHosts: [String: String]

    /// Nil where Redis runs elsewhere.
    init?(_ facts: FleetFacts) {
        guard case .managed = facts.settings.redis else { return nil }
        self.facts = facts
        extraHosts = Dictionary(
            uniqueKeysWithValues: (facts.brokers + facts.antiloops).map { ($0.name.text, $0.address.text) })
    }

    func add(to assembly: inout HostAssembly) {
        let origin = Origin(facts.source, "member of the Redis cluster")
        let directory = assembly.directory(facts.home.appending("redis"), facts.directoryOwnership, origin)
        let configuration = assembly.file(
            "redis.conf", in: directory, Self.configuration, ownedBy: facts.owner, origin)
        let image = assembly.image(facts.versions.redis, .versions("image of Redis"))
        let container = ContainerSpecification(
            name: "redis",
            image: facts.versions.redis,
            mounts: [Mount(source: directory.path.text, target: "/data")],
            network: .host,
            extraHosts: extraHosts,
            restartPolicy: .unlessStopped,
            healthCheck: HealthCheck(
                // -e: an error reply ends with a status other than 0.
                test: ["CMD", "redis-cli", "-e", "ping"], intervalSeconds: 10, timeoutSeconds: 5, retries: 3),
            command: ["redis-server", "/data/redis.conf", "--save", "20", "1"],
            user: "\(facts.settings.containerUser.uid):\(facts.settings.containerUser.gid)",
            stopTimeoutSeconds: 30,
            probe: .redis,
            startupFiles: [directory.path.appending("redis.conf").text: Self.configuration.startupDigest])
        assembly.container(
            container, after: [image, configuration], redundancy: Redundancy(role: .redis, set: "redis"), origin)
    }

    /// That the members are one cluster. Its masters, when it is made, are the
    /// brokers first.
    var cluster: Resource {
        let members = facts.brokers + facts.antiloops
        return Resource(
            address: RedisClusterSpecification.resource,
            specification: RedisClusterSpecification(
                members: members.map { RedisClusterMember(host: $0.name, address: $0.address.text) }),
            dependencies: members.map { ResourceAddress($0.name, HelperSpecification.kind, "isobar") },
            source: facts.source, reason: "the antiloop's instances are elected and drop duplicates through it")
    }

    /// Open to the network without a password, as the guide has it: the
    /// firewall lets only the six hosts in.
    private static let configuration: ConfidentialText = """
        \(FileHeader.comment)\
        bind 0.0.0.0
        protected-mode no
        port 6379
        cluster-enabled yes
        cluster-config-file nodes.conf
        cluster-node-timeout \(String(RedisClusterSpecification.nodeTimeout.components.seconds * 1000))
        appendonly yes

        """
}
