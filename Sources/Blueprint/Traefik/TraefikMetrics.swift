import BrokerModel

/// The route to the numbers Traefik has of itself, through its port 80 and for
/// those alone who scrape them: no port more is open for it.
struct TraefikMetrics {
    /// The dynamic file with nothing but this route.
    let contents: ConfidentialText

    /// Its name, as Traefik's API gives it.
    static let router = "metrics@file"

    /// Nil where nobody scrapes.
    init?(for clients: [AddressRange]) {
        guard !clients.isEmpty else { return nil }
        contents = YAMLDocument(["http": ["routers": .mapping([Self.route(for: clients)])]]).contents
    }

    /// The path has no hyphen: it is no node's.
    static func route(for clients: [AddressRange]) -> YAMLValue.Entry {
        .init(
            key: "metrics",
            value: [
                "rule": .text((.path(exactly: "/metrics") && .clients(clients)).text),
                "entryPoints": ["web"],
                "service": "prometheus@internal",
            ])
    }
}
