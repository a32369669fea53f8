/// What an MQTT user of the broker may do: a rule of EMQX's own database.
public struct EMQXRule: Sendable, Hashable {
    /// `allow` or `deny`.
    public var permission: String

    /// `subscribe`, `publish` or `all`; with a limit behind it where the rule is
    /// not for every quality of service or not for retained messages.
    public var action: String

    /// The topic filter. One that was found does not say whether it was a secret
    /// when it was set.
    public var topic: ConfidentialText

    public init(permission: String, action: String, topic: ConfidentialText) {
        self.permission = permission
        self.action = action
        self.topic = topic
    }

    public static func mayReceive(_ topic: ConfidentialText) -> EMQXRule {
        EMQXRule(permission: "allow", action: "subscribe", topic: topic)
    }

    public func readsSame(as other: EMQXRule) -> Bool {
        permission == other.permission && action == other.action && topic.readsSame(as: other.topic)
    }

    func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("permission", permission)
        fingerprint.field("action", action)
        fingerprint.field("topic", topic)
    }
}
