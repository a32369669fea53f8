import BrokerModel

/// The management Traefik's certificate and the administrators it lets in.
///
/// Both stand in the dynamic file itself, not in files it names: Traefik
/// notices a change of them only there.
struct ManagementAccess {
    /// The text of the dynamic file; nil when there is nothing to say.
    let contents: ConfidentialText?

    let hasAdministrators: Bool

    /// The middleware the editors' routers name.
    static let middleware = "administrators"

    init(_ facts: FleetFacts, _ findings: inout Findings) {
        let settings = facts.settings.traefik
        var entries: [YAMLValue.Entry] = []
        if let users = settings.adminUsers {
            let lines = findings.passwords(users, for: "traefik.adminUsers", at: facts.source)
            let basicAuth: YAMLValue = ["users": .sequence(lines.map { .secret($0) }), "removeHeader": true]
            entries.append(.init(key: "http", value: ["middlewares": [Self.middleware: ["basicAuth": basicAuth]]]))
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
