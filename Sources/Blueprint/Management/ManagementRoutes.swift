import BrokerModel

/// The routes of the management Traefik to a node: always to the instance
/// that is primary, which alone answers 200 on `/primary`.
struct ManagementRoutes {
    private let servers: YAMLValue
    private let clients: TraefikRule
    private let hasAdministrators: Bool

    init(_ facts: FleetFacts, hasAdministrators: Bool) {
        // Every antiloop host, so that a node that moves changes nothing here.
        servers = .sequence(facts.antiloops.map { ["url": .text("http://\($0.address.bracketed)")] })
        // Prometheus comes from the network of the containers beside it.
        clients = .clients(facts.allowedClients + [.containerNetworks])
        self.hasAdministrators = hasAdministrators
    }

    func document(for centre: CentreID) -> YAMLDocument {
        let service: YAMLValue = .text("\(centre)-srv")
        var routers: [YAMLValue.Entry] = [
            .init(
                key: "\(centre)_metrics",
                value: [
                    "rule": .text((.path(of: centre, "/metrics") && clients).text),
                    "entryPoints": ["web"],
                    "service": service,
                ])
        ]
        if hasAdministrators {
            let paths = TraefikRule.any([.path(of: centre, "/admin/"), .path(of: centre, "/primary/")])
            routers.append(
                .init(
                    key: "\(centre)_adm",
                    value: [
                        "rule": .text(paths.text),
                        "entryPoints": ["websecure"],
                        "middlewares": [.text(ManagementAccess.middleware)],
                        "service": service,
                        "tls": [:],
                    ]))
        }
        let healthCheck: YAMLValue = ["path": .text("/\(centre)/primary"), "interval": "10s", "timeout": "3s"]
        return YAMLDocument(
            [
                "http": [
                    "routers": .mapping(routers),
                    "services": [
                        "\(centre)-srv": ["loadBalancer": ["healthCheck": healthCheck, "servers": servers]]
                    ],
                ]
            ])
    }

    /// The names of the routers, as Traefik's API gives them.
    func routers(for centre: CentreID) -> [String] {
        hasAdministrators ? ["\(centre)_metrics@file", "\(centre)_adm@file"] : ["\(centre)_metrics@file"]
    }
}
