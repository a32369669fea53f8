import BrokerModel

/// The subscriptions of all active nodes: on each antiloop host the instances
/// placed there, behind one Traefik.
struct AntiloopNodes {
    /// In the order of their centre-ids.
    let all: [AntiloopNode]

    private let facts: FleetFacts
    private let redisText: FileText
    private let globalBrokerText: FileText

    /// Positions in `all`, by host.
    private let placed: [HostName: [Int]]

    init(of nodes: [Node], on placement: Placement, _ facts: FleetFacts, _ findings: inout Findings) {
        self.facts = facts
        let fleet = FleetEnvironment(facts, &findings)
        redisText = FileText(fleet.redis.contents)
        globalBrokerText = FileText(fleet.globalBroker.contents)
        var shared: [String: ConfidentialText] = [:]
        fleet.redis.add(to: &shared)
        fleet.globalBroker.add(to: &shared)
        // The management hosts always: they check the instances and scrape them.
        let clients = facts.managers.map(\.address.asRange) + facts.allowedClients
        let labels = RouteLabels(clients: clients)
        let all = nodes.map { node in
            AntiloopNode(
                of: node, on: placement.hosts[node.centreID] ?? [], facts, shared: shared,
                extraHosts: fleet.extraHosts, labels, &findings)
        }
        self.all = all
        placed = Self.place(all, facts, &findings)
    }

    private static func place(
        _ nodes: [AntiloopNode],
        _ facts: FleetFacts,
        _ findings: inout Findings
    ) -> [HostName: [Int]] {
        let known = Set(facts.antiloops.map(\.name))
        var placed: [HostName: [Int]] = [:]
        for (position, node) in nodes.enumerated() {
            let source = node.origin.source
            if node.hosts.isEmpty {
                findings.report("has no host", about: node.centreID.text, at: source, code: .placementImpossible)
            }
            for host in node.hosts {
                if !known.contains(host) {
                    findings.report(
                        "\(host) is no antiloop host", about: node.centreID.text, at: source,
                        code: .placementImpossible)
                }
                placed[host, default: []].append(position)
            }
        }
        return placed
    }

    /// Adds what an antiloop host holds beside its Redis.
    func add(to assembly: inout HostAssembly, at address: HostAddress) {
        let shared = Origin(facts.source, "routes to the antiloop containers")
        let traefik = TraefikInstance(Self.traefik, at: address, facts, &assembly, shared)
        let directory = assembly.directory(
            facts.home.appending("compose"), facts.directoryOwnership,
            shared.reason("directories of the subscriptions"))
        let host = AntiloopHost(
            directory: directory,
            traefik: traefik,
            owner: facts.owner,
            directoryOwnership: facts.directoryOwnership,
            redisText: redisText,
            globalBrokerText: globalBrokerText,
            name: assembly.host)
        var routers: [String] = []
        var dependencies: [ResourceAddress] = []
        if let metrics = TraefikMetrics(for: facts.managers.map(\.address.asRange)) {
            dependencies.append(
                assembly.file(
                    "isobar.yml", in: traefik.dynamic, metrics.contents, ownedBy: facts.owner, check: .traefikDynamic,
                    shared.reason("Traefik's own numbers for Prometheus")))
            routers.append(TraefikMetrics.router)
        }
        for position in placed[assembly.host] ?? [] {
            let node = all[position]
            dependencies += host.add(node, to: &assembly)
            routers.append(node.centreID.text + "@docker")
        }
        traefik.assert(routers: routers, after: dependencies, in: &assembly)
    }

    private static let traefik = TraefikInstance.Setting(
        staticConfiguration: TraefikStatic.antiloop, ports: [80], readsEngine: true)
}
