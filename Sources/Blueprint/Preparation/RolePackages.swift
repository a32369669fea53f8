import BrokerModel

/// The Debian packages each role needs, and what for (docs/host-preparation.md).
/// None brings what it only recommends.
struct RolePackages {
    /// In the order in which they are installed.
    let names: [String]

    private static let exporter = "prometheus-node-exporter"

    private static let purposes = [
        "docker.io": "the engine that runs the containers",
        "ca-certificates": "the engine checks registries by them",
        "curl": "the helper asks Traefik and the containers with it",
        "iproute2": "the helper sees with it which addresses are here",
        "procps": "tells the kernel the settings Redis asks for",
        exporter: "the host's numbers for Prometheus",
        "haproxy": "load balancer of ports 443 and 8883",
        "socat": "the helper talks to HAProxy's socket with it",
        "pcs": "makes the cluster of the load balancers",
        "corosync": "the load balancers see each other by it",
        "pacemaker": "decides who bears the virtual address",
        "pacemaker-cli-utils": "the helper reads and sets the cluster with it",
        "corosync-qdevice": "asks for the third vote",
        "corosync-qnetd": "gives the load balancers the third vote",
        "resource-agents": "puts the virtual address on an interface",
    ]

    /// - Parameter facts: tells which of its parts the broker has.
    init(of role: HostRole, _ facts: FleetFacts) {
        let kernel = facts.runsRedis ? ["procps"] : []
        let engine = [PackageSpecification.engine, "ca-certificates"]
        let own =
            switch role {
            case .broker: engine + kernel
            case .antiloop: engine + ["curl", "iproute2"] + kernel
            case .manage: engine + ["curl", "iproute2"] + (Self.hasThirdVote(facts) ? ["corosync-qnetd"] : [])
            case .loadbalancer: Self.balancer(facts)
            }
        // Nothing is installed on balancers that are not ours.
        let isWatched = facts.settings.monitoring.hostExporter == .package && !own.isEmpty
        names = own + (isWatched ? [Self.exporter] : [])
    }

    private static func balancer(_ facts: FleetFacts) -> [String] {
        guard facts.settings.loadBalancer.settings != nil else { return [] }
        let cluster = ["pcs", "corosync", "pacemaker", "pacemaker-cli-utils", "resource-agents"]
        return ["haproxy", "socat", "iproute2"] + (facts.balancers.count == 2 ? cluster : [])
            + (hasThirdVote(facts) ? ["corosync-qdevice"] : [])
    }

    private static func hasThirdVote(_ facts: FleetFacts) -> Bool {
        facts.settings.loadBalancer.settings?.quorumDevice != nil && facts.balancers.count == 2
    }

    static func purpose(of name: String) -> String { purposes[name] ?? "needed by this role" }
}
