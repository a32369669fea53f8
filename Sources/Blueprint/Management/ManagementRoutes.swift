import BrokerModel

/// The routes of the management Traefik to a node: always to the instance
/// that is primary, which alone answers 200 on `/primary`.
struct ManagementRoutes {
    private let clients: TraefikRule
    private let hasAdministrators: Bool

    /// Servers by host.
    private let servers: [HostName: YAMLValue]

    /// All servers, where they are few; see ``servers(on:)``.
    private let everyServer: YAMLValue?

    /// Of so few antiloop hosts every one is asked whether it has a primary.
    private static let fewHosts = 6

    init(_ facts: FleetFacts, hasAdministrators: Bool) {
        let servers = facts.antiloops.map { member -> (HostName, YAMLValue) in
            (member.name, ["url": .text("http://\(member.address.bracketed)")])
        }
        self.servers = Dictionary(servers) { one, _ in one }
        everyServer = servers.count <= Self.fewHosts ? .sequence(servers.map(\.1)) : nil
        // Prometheus comes from the network of the containers beside it.
        clients = .clients(facts.allowedClients + [.containerNetworks])
        self.hasAdministrators = hasAdministrators
    }

    /// The dynamic file of a node that runs on `hosts`.
    func document(for centre: CentreID, on hosts: [HostName]) -> YAMLDocument {
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
        return YAMLDocument([
            "http": [
                "routers": .mapping(routers),
                "services": [
                    "\(centre)-srv": ["loadBalancer": ["healthCheck": healthCheck, "servers": servers(on: hosts)]]
                ],
            ]
        ])
    }

    /// Every antiloop host, so that a node that moves changes nothing here. In
    /// a large fleet only those it runs on: Traefik checks each server of each
    /// node every ten seconds.
    private func servers(on hosts: [HostName]) -> YAMLValue {
        everyServer ?? .sequence(hosts.compactMap { servers[$0] })
    }

    /// The names of the routers, as Traefik's API gives them.
    func routers(for centre: CentreID) -> [String] {
        hasAdministrators ? ["\(centre)_metrics@file", "\(centre)_adm@file"] : ["\(centre)_metrics@file"]
    }
}
