import BrokerModel

/// A management host: a Traefik that leads to the primary instance of every
/// node, and Prometheus.
struct ManagementHost {
    private let facts: FleetFacts
    private let centres: [(centre: CentreID, origin: Origin)]
    private let access: ManagementAccess
    private let routes: ManagementRoutes
    private let prometheus: PrometheusServer

    init(_ nodes: [AntiloopNode], _ facts: FleetFacts, _ findings: inout Findings) {
        self.facts = facts
        centres = nodes.map { ($0.centreID, $0.origin) }
        access = ManagementAccess(facts, &findings)
        routes = ManagementRoutes(facts, hasAdministrators: access.hasAdministrators)
        prometheus = PrometheusServer(nodes.map(\.centreID), facts)
    }

    func add(to assembly: inout HostAssembly, at address: HostAddress) {
        let shared = Origin(facts.source, "routes to the metrics and editors of the nodes")
        let traefik = TraefikInstance(Self.traefik, at: address, facts, &assembly, shared)
        var dependencies: [ResourceAddress] = []
        if let contents = access.contents {
            let file = assembly.file(
                "isobar.yml", in: traefik.dynamic, contents, ownedBy: facts.owner,
                shared.reason("certificate and administrators of the management host"))
            dependencies.append(file)
        }
        var routers: [String] = []
        for (centre, origin) in centres {
            let file = assembly.file(
                centre.text + ".yml", in: traefik.dynamic, routes.document(for: centre).contents,
                ownedBy: facts.owner, after: dependencies.first.map { [$0] } ?? [], origin)
            dependencies.append(file)
            routers += routes.routers(for: centre)
        }
        traefik.assert(routers: routers, after: dependencies, in: &assembly)
        prometheus.add(to: &assembly, network: traefik.network)
    }

    private static let traefik = TraefikInstance.Setting(
        staticConfiguration: TraefikStatic.management, ports: [80, 443], readsEngine: false)
}
