import BrokerModel

/// The labels by which Traefik finds an antiloop container and routes
/// `/<centre-id>/` to it.
struct RouteLabels {
    /// The container's editor has no password of its own, so the route answers
    /// only these clients.
    private let clients: TraefikRule

    init(clients: [AddressRange]) {
        self.clients = .clients(clients)
    }

    func labels(for centre: CentreID) throws(Refusal) -> [Label] {
        let router = "traefik.http.routers.\(centre)"
        let service = "traefik.http.services.\(centre).loadbalancer.server"
        return [
            try Label("traefik.enable", "true"),
            try Label("\(router).entrypoints", "web"),
            try Label("\(router).rule", (.path(of: centre, "/") && clients).text),
            try Label("\(router).middlewares", "strip\(centre)@file"),
            try Label("\(service).port", "1880"),
            try Label("\(service).scheme", "http"),
        ]
    }

    /// The file that holds the middleware the router names.
    static func middleware(for centre: CentreID) -> YAMLDocument {
        YAMLDocument(
            ["http": ["middlewares": ["strip\(centre)": ["stripPrefix": ["prefixes": [.text("/\(centre)")]]]]]])
    }
}
