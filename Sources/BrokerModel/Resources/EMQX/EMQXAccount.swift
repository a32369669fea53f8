/// An MQTT user as EMQX has it. Of the password EMQX tells nothing.
public struct EMQXAccount: Sendable, Equatable {
    public var isSuperuser: Bool
    public var rules: [EMQXRule]

    public init(isSuperuser: Bool, rules: [EMQXRule]) {
        self.isSuperuser = isSuperuser
        self.rules = rules
    }

    /// Whether rules of both ask for the same, in the same order.
    public func hasRules(_ wanted: [EMQXRule]) -> Bool {
        rules.count == wanted.count && zip(rules, wanted).allSatisfy { $0.readsSame(as: $1) }
    }
}
