import BrokerModel

/// The management Traefik's certificate, and the administrators and Global
/// Monitors it lets in.
///
/// Both stand in the dynamic file itself, not in files it names: Traefik
/// notices a change of them only there.
struct ManagementAccess {
    /// The text of the dynamic file; nil when there is nothing to say.
    let contents: ConfidentialText?

    let hasAdministrators: Bool

    /// The middleware the editors' routers name.
    static let middleware = "administrators"

    /// The one the route of the Global Monitors names.
    static let monitors = "monitors"

    init(_ facts: FleetFacts, _ findings: inout Findings) {
        let settings = facts.settings.traefik
        var entries: [YAMLValue.Entry] = []
        var middlewares: [YAMLValue.Entry] = []
        if let users = settings.adminUsers {
            let lines = findings.passwords(users, for: "traefik.adminUsers", at: facts.source)
            middlewares.append(.init(key: Self.middleware, value: Self.asking(lines)))
        }
        if let users = facts.settings.monitoring.globalMonitors {
            let lines = findings.passwords(users, for: "monitoring.globalMonitors", at: facts.source)
            middlewares.append(.init(key: Self.monitors, value: Self.asking(lines)))
        }
        if !middlewares.isEmpty {
            entries.append(.init(key: "http", value: ["middlewares": .mapping(middlewares)]))
        }
        if let certificate = settings.certificate,
            let pem = findings.pem(certificate, for: "traefik.certificate", at: facts.source)
        {
            // The one text holds both; Traefik takes from it what it looks for.
            let pair: YAMLValue = ["certFile": .secret(pem.secret), "keyFile": .secret(pem.secret)]
            entries.append(.init(key: "tls", value: ["stores": ["default": ["defaultCertificate": pair]]]))
        }
        hasAdministrators = settings.adminUsers != nil
        contents =
            entries.isEmpty
            ? nil : YAMLDocument(.mapping(entries)).contents
    }

    /// What asks for a password, and keeps it from whoever is asked next.
    private static func asking(_ lines: [Secret]) -> YAMLValue {
        ["basicAuth": ["users": .sequence(lines.map { .secret($0) }), "removeHeader": true]]
    }
}

extension Findings {
    /// The lines of an htpasswd file.
    fileprivate mutating func passwords(
        _ source: TextSource,
        for field: String,
        at position: SourcePosition
    ) -> [Secret] {
        guard let text = text(source, for: field, at: position) else { return [] }
        return take(field, at: position, otherwise: []) { () throws(Refusal) in try PasswordFile(text).lines }
    }
}
