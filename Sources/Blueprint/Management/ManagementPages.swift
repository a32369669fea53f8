import BrokerModel

/// What the management Traefik shows besides the nodes: the WIS2 metrics for
/// Global Monitors, its own numbers, Grafana and Portainer.
///
/// None of the paths holds a hyphen, as every centre-id does: they are no
/// node's.
struct ManagementPages {
    let document: YAMLDocument

    /// The names of the routers, as Traefik's API gives them.
    let routers: [String]

    init(_ facts: FleetFacts) {
        let clients = TraefikRule.clients(facts.allowedClients)
        var routers = [TraefikMetrics.route(for: [.containerNetworks])]
        var services: [YAMLValue.Entry] = []
        var middlewares: [YAMLValue.Entry] = []
        if facts.settings.monitoring.globalMonitors != nil {
            routers.append(Self.federation)
            services.append(Self.service("prometheus", at: "http://prometheus:9090"))
        }
        if facts.versions.grafana != nil {
            // Grafana itself serves below this path (`GrafanaServer`).
            routers.append(Self.page("grafana", .path(below: "/grafana") && clients))
            services.append(Self.service("grafana", at: "http://grafana:3000"))
        }
        if facts.versions.portainer != nil {
            routers.append(Self.page("portainer", .path(below: "/portainer") && clients, middleware: "portainer"))
            services.append(Self.service("portainer", at: "http://portainer:9000"))
            middlewares.append(.init(key: "portainer", value: ["stripPrefix": ["prefixes": ["/portainer"]]]))
        }
        self.routers = routers.map { $0.key + "@file" }
        let sections = [("routers", routers), ("services", services), ("middlewares", middlewares)]
        let entries = sections.filter { !$0.1.isEmpty }.map { YAMLValue.Entry(key: $0.0, value: .mapping($0.1)) }
        document = YAMLDocument(["http": .mapping(entries)])
    }

    /// What Global Monitors scrape: Prometheus' federation (its documentation,
    /// "Federation"), of which they may ask for series whose names begin with
    /// `wmo_`. Every `match[]` must: the expression finds all that do not.
    private static let federation = page(
        "federation",
        .path(exactly: "/federate") && .get(with: "match[]", refusing: "^([^w]|w[^m]|wm[^o]|wmo[^_]|.{0,3}$)"),
        middleware: ManagementAccess.monitors, service: "prometheus")

    /// A page over TLS, for which somebody has to log in: there, or at the
    /// middleware.
    private static func page(
        _ name: String, _ rule: TraefikRule, middleware: String? = nil, service: String? = nil
    ) -> YAMLValue.Entry {
        var entries: [YAMLValue.Entry] = [
            .init(key: "rule", value: .text(rule.text)), .init(key: "entryPoints", value: ["websecure"]),
        ]
        if let middleware { entries.append(.init(key: "middlewares", value: [.text(middleware)])) }
        entries.append(.init(key: "service", value: .text(service ?? name)))
        entries.append(.init(key: "tls", value: [:]))
        return .init(key: name, value: .mapping(entries))
    }

    private static func service(_ name: String, at url: StaticString) -> YAMLValue.Entry {
        .init(key: name, value: ["loadBalancer": ["servers": [["url": .text("\(url)")]]]])
    }
}
