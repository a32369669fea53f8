public import BrokerModel

/// Who applies a plan, and what they allow.
public struct ApplyRequest: Sendable {
    /// A person or service: `ada@wmanage`.
    public var actor: String

    /// The digest that was reviewed; nil applies whatever the plan is.
    public var reviewed: Digest?

    /// How many nodes and hosts may be deleted, in place of the limits.
    public var allowedDeletes: Int?

    public init(actor: String, reviewed: Digest? = nil, allowedDeletes: Int? = nil) {
        self.actor = actor
        self.reviewed = reviewed
        self.allowedDeletes = allowedDeletes
    }
}
