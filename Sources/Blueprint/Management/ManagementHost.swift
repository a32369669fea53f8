import BrokerModel

/// A management host: a Traefik that leads to the primary instance of every
/// node, Prometheus, and what operators look at.
struct ManagementHost {
    private let facts: FleetFacts
    private let nodes: [AntiloopNode]
    private let access: ManagementAccess
    private let routes: ManagementRoutes
    private let pages: ManagementPages
    private let prometheus: PrometheusServer
    private let grafana: GrafanaServer?
    private let portainer: PortainerServer?

    init(_ nodes: [AntiloopNode], _ facts: FleetFacts, _ findings: inout Findings) {
        self.facts = facts
        self.nodes = nodes
        access = ManagementAccess(facts, &findings)
        routes = ManagementRoutes(facts, hasAdministrators: access.hasAdministrators)
        pages = ManagementPages(facts)
        prometheus = PrometheusServer(nodes, facts, &findings)
        grafana = GrafanaServer(facts, &findings)
        portainer = PortainerServer(facts, &findings)
    }

    func add(to assembly: inout HostAssembly, at address: HostAddress) {
        let shared = Origin(facts.source, "routes to the metrics and editors of the nodes")
        let traefik = TraefikInstance(Self.traefik, at: address, facts, &assembly, shared)
        var dependencies: [ResourceAddress] = []
        if let contents = access.contents {
            let file = assembly.file(
                "isobar.yml", in: traefik.dynamic, contents, ownedBy: facts.owner, check: .traefikDynamic,
                shared.reason("certificate and administrators of the management host"))
            dependencies.append(file)
        }
        // The administrators stand in a file of their own, which comes first.
        let access = dependencies
        dependencies.append(
            assembly.file(
                "management.yml", in: traefik.dynamic, pages.document.contents, ownedBy: facts.owner,
                check: .traefikDynamic, after: access,
                shared.reason("metrics for Global Monitors, pages for operators")))
        var routers = pages.routers
        for node in nodes {
            let document = routes.document(for: node.centreID, on: node.hosts)
            let file = assembly.file(
                node.centreID.text + ".yml", in: traefik.dynamic, document.contents, ownedBy: facts.owner,
                check: .traefikDynamic, after: access, node.origin)
            dependencies.append(file)
            routers += routes.routers(for: node.centreID)
        }
        traefik.assert(routers: routers, after: dependencies, in: &assembly)
        prometheus.add(to: &assembly, network: traefik.network)
        grafana?.add(to: &assembly, network: traefik.network)
        portainer?.add(to: &assembly, network: traefik.network)
    }

    private static let traefik = TraefikInstance.Setting(
        staticConfiguration: TraefikStatic.management, ports: [80, 443], readsEngine: false)
}
