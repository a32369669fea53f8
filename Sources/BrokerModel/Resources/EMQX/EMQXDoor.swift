/// Who may come into a member of the EMQX cluster, and do what, apart from its
/// users.
public struct EMQXDoor: Sendable, Equatable, Codable {
    /// Whether a client without a name was let in; nil when nothing listened.
    public var admitsAnybody: Bool?

    /// The authenticators in force, as EMQX names them.
    public var authenticators: [String]

    /// The sources of rules in force, in their order.
    public var sources: [String]

    /// What is done where no rule matches: `allow` or `deny`.
    public var noMatch: String

    /// Whose rules there are besides those of users, which reach beyond one user:
    /// `all clients`, `client sensor-7`.
    public var otherRules: [String]

    public init(
        admitsAnybody: Bool?, authenticators: [String], sources: [String], noMatch: String, otherRules: [String] = []
    ) {
        self.admitsAnybody = admitsAnybody
        self.authenticators = authenticators.sorted()
        self.sources = sources
        self.noMatch = noMatch
        self.otherRules = otherRules.sorted()
    }

    /// The one in which Isobar keeps users: EMQX's own database.
    public static let authenticator = "password_based:built_in_database"

    /// The one in which Isobar keeps their rules.
    public static let source = "built_in_database"

    /// EMQX comes with it, and its last rule allows everything.
    public static let defaultSource = "file"

    /// What has to be different before clients may be sent here.
    public var changes: [FieldChange] {
        var changes: [FieldChange] = []
        if !authenticators.contains(Self.authenticator) {
            changes.append(FieldChange(field: "authenticator", from: nil, to: Self.authenticator))
        }
        if !sources.contains(Self.source) || sources.contains(Self.defaultSource) {
            let wanted = sources.filter { $0 != Self.defaultSource && $0 != Self.source } + [Self.source]
            changes.append(
                FieldChange(
                    field: "rules from", from: sources.joined(separator: ", "), to: wanted.joined(separator: ", ")))
        }
        if noMatch != "deny" {
            changes.append(FieldChange(field: "where no rule matches", from: noMatch, to: "deny"))
        }
        return changes
    }

    /// Whether clients may be sent here: nobody comes in without a password, and
    /// nothing is allowed but by rules.
    public var isGuarded: Bool { changes.isEmpty && admitsAnybody == false }

    /// What somebody else added, as clauses without their subject. It is his to
    /// take away.
    public var additions: [String] {
        let authenticators = authenticators.filter { $0 != Self.authenticator }
        let sources = sources.filter { $0 != Self.source && $0 != Self.defaultSource }
        return (authenticators.isEmpty
            ? [] : ["lets in whom \(authenticators.joined(separator: " and ")) knows, too"])
            + (sources.isEmpty ? [] : ["takes rules from \(sources.joined(separator: " and ")), too"])
            + (otherRules.isEmpty ? [] : ["has rules of somebody else for \(otherRules.joined(separator: " and "))"])
    }
}
