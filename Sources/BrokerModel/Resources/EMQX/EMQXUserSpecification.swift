/// An MQTT user of the broker, kept in EMQX's own database, and what it may do.
/// The members share that database.
public struct EMQXUserSpecification: Specification {
    public static let kind = ResourceKind("user")

    /// The scope of EMQX's users: `emqx/user/everyone`.
    public static let scope = "emqx"

    /// What the resource is called.
    public var name: String

    /// Whom clients say they are. Another text than the name only where it is a
    /// secret.
    public var login: ConfidentialText
    public var password: ConfidentialText

    /// Whether it may do everything: the user that publishes.
    public var isSuperuser: Bool

    /// In the order in which EMQX looks at them.
    public var rules: [EMQXRule]

    /// The members' hosts.
    public var hosts: [HostName]

    public init(
        name: String, login: ConfidentialText, password: ConfidentialText, isSuperuser: Bool = false,
        rules: [EMQXRule] = [], hosts: [HostName]
    ) {
        self.name = name
        self.login = login
        self.password = password
        self.isSuperuser = isSuperuser
        self.rules = rules
        self.hosts = hosts
    }

    public static func resource(of name: String) -> ResourceAddress {
        ResourceAddress(scope: scope, kind: kind, name: name)
    }

    /// What each host remembers of the password it was given: EMQX tells nobody
    /// what it keeps of one. The name is in it, so that equal passwords do not
    /// show.
    public var stamp: ConfidentialText {
        login.withRevealed { login in
            password.withRevealed { password in
                ConfidentialText(Secret(Digest(of: "\(login.utf8.count) \(login) \(password)").hexadecimal))
            }
        }
    }

    public var recognisable: [ConfidentialText] { [stamp] + rules.map(\.topic) }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("login", login)
        fingerprint.field("password", password)
        fingerprint.field("superuser", isSuperuser ? 1 : 0)
        for rule in rules { rule.add(to: &fingerprint) }
        fingerprint.field("hosts", hosts.map(\.text))
    }
}
