/// Which connections a Global Broker needs (Deploying a WIS2 Global Broker,
/// "Network"; Load Balancing for a WIS2 Global Broker, "Ports"): the one table
/// that `isobar doctor` tries, `isobar firewall` prints and docs/doctor.md shows.
public struct PortTable: Sendable, Hashable {
    public let rules: [PortRule]

    /// The rules for what a desired state deploys.
    public init(_ desired: DesiredState) {
        let broker = desired.broker
        var rules = [Self.ssh]
        if let balancer = broker.loadBalancer.settings {
            rules += Self.balancing(dashboardFrom: balancer.dashboardAllowedFrom)
            rules.append(Self.backends)
            if balancer.quorumDevice != nil { rules.append(Self.thirdVote) }
        }
        rules += [Self.dashboard, Self.emqxCluster]
        if broker.redis == .managed { rules.append(Self.redis) }
        rules += [Self.metricsRoutes, Self.managementPages]
        if broker.monitoring.hostExporter != .nobody { rules.append(Self.hostExporter) }
        if broker.redis == .managed, desired.versions.redisExporter != nil { rules.append(Self.redisExporter) }
        if desired.versions.portainerAgent != nil { rules.append(Self.portainerAgent) }
        self.rules = rules + Self.outgoing
    }

    /// The table with everything in it that can be deployed.
    ///
    /// - Parameter dashboardRanges: stands for `dashboardAllowedFrom`.
    public static func complete(dashboardRanges: [String]) -> PortTable {
        PortTable(
            rules: [ssh] + balancing(dashboardFrom: dashboardRanges)
                + [backends, thirdVote, dashboard, emqxCluster, redis, metricsRoutes, managementPages]
                + [hostExporter, redisExporter, portainerAgent] + outgoing)
    }

    private init(rules: [PortRule]) {
        self.rules = rules
    }

    /// What may be opened on a host.
    public func incoming(to host: Host) -> [PortRule] {
        rules.filter { $0.targets(host.role) }
    }

    // MARK: - The lines

    private static let everywhere = Set(HostRole.allCases)

    private static let ssh = PortRule(
        "SSH", from: [.controller, .hosts([.manage])], to: .hosts(everywhere), ports: .ssh)

    private static func balancing(dashboardFrom ranges: [String]) -> [PortRule] {
        var rules = [
            PortRule(
                "MQTT and WebSocket over TLS", from: [.anyone, .hosts([.antiloop])], to: .hosts([.loadbalancer]),
                ports: .numbers([443, 8883])),
            PortRule(
                "HAProxy's peers", from: [.hosts([.loadbalancer])], to: .hosts([.loadbalancer]),
                ports: .numbers([10000])),
            PortRule("pcsd", from: [.hosts([.loadbalancer])], to: .hosts([.loadbalancer]), ports: .numbers([2224])),
            PortRule(
                "corosync", from: [.hosts([.loadbalancer])], to: .hosts([.loadbalancer]), .udp, ports: .numbers([5405])),
            PortRule(
                "HAProxy's numbers for Prometheus", from: [.hosts([.manage])], to: .hosts([.loadbalancer]),
                ports: .numbers([8404])),
        ]
        if !ranges.isEmpty {
            rules.append(
                PortRule(
                    "EMQX dashboard through the balancer", from: [.ranges(ranges)], to: .hosts([.loadbalancer]),
                    ports: .numbers([18083])))
        }
        return rules
    }

    private static let backends = PortRule(
        "MQTT and WebSocket behind the balancer", from: [.hosts([.loadbalancer])], to: .hosts([.broker]),
        ports: .numbers([1883, 8083]))

    private static let thirdVote = PortRule(
        "third vote of the load balancers", from: [.hosts([.loadbalancer])], to: .hosts([.manage]),
        ports: .numbers([5403]))

    private static let dashboard = PortRule(
        "EMQX dashboard and REST API", from: [.hosts([.loadbalancer, .manage])], to: .hosts([.broker]),
        ports: .numbers([18083]))

    private static let emqxCluster = PortRule(
        "EMQX cluster", from: [.hosts([.broker])], to: .hosts([.broker]), ports: .numbers([4370, 5370]))

    private static let redis = PortRule(
        "Redis and its cluster bus", from: [.hosts([.broker, .antiloop])], to: .hosts([.broker, .antiloop]),
        ports: .numbers([6379, 16379]))

    private static let metricsRoutes = PortRule(
        "metrics of the nodes and of Traefik, through Traefik", from: [.hosts([.manage])], to: .hosts([.antiloop]),
        ports: .numbers([80]), isPublished: true)

    private static let managementPages = PortRule(
        "metrics for Global Monitors, pages for operators", from: [.anyone], to: .hosts([.manage]),
        ports: .numbers([443]), isPublished: true)

    private static let hostExporter = PortRule(
        "node exporter, the host's numbers for Prometheus", from: [.hosts([.manage])], to: .hosts(everywhere),
        ports: .numbers([9100]))

    private static let redisExporter = PortRule(
        "Redis exporter, Redis' numbers for Prometheus", from: [.hosts([.manage])], to: .hosts([.broker, .antiloop]),
        ports: .numbers([9121]))

    /// Where an engine is: the balancers have none.
    private static let portainerAgent = PortRule(
        "Portainer agent", from: [.hosts([.manage])], to: .hosts([.broker, .antiloop, .manage]),
        ports: .numbers([9001]), isPublished: true)

    /// What leaves the broker; where to, git knows: the nodes' own brokers, the
    /// forge.
    private static let outgoing = [
        PortRule(
            "brokers of the nodes", from: [.hosts([.antiloop])], to: .outside, ports: .numbers([443, 1883, 8883])),
        PortRule("git forge", from: [.controller], to: .outside, ports: .numbers([22, 443])),
    ]
}
