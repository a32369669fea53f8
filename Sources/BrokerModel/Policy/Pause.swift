/// A part of the broker that nobody touches for some time, by a person's wish.
public struct Pause: Sendable, Equatable {
    public var scope: ChangeScope

    /// A person: `ada@wmanage`.
    public var actor: String
    public var reason: String

    /// When it ends by itself: no pause is for ever.
    public var until: Timestamp

    public init(scope: ChangeScope, actor: String, reason: String, until: Timestamp) {
        self.scope = scope
        self.actor = actor
        self.reason = reason
        self.until = until
    }
}
