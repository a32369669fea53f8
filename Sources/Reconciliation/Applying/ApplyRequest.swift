public import BrokerModel

/// Who applies a plan, and what they allow.
public struct ApplyRequest: Sendable {
    /// A person or service: `ada@wmanage`.
    public var actor: String

    /// The digest that was reviewed; nil applies whatever the plan is.
    public var reviewed: Digest?

    /// How many nodes and hosts may be deleted, in place of the limits.
    public var allowedDeletes: Int?

    /// Whether an approval of the reviewed plan is made use of, which holds for one run.
    public var spendsApproval: Bool

    public init(
        actor: String, reviewed: Digest? = nil, allowedDeletes: Int? = nil, spendsApproval: Bool = false
    ) {
        self.actor = actor
        self.reviewed = reviewed
        self.allowedDeletes = allowedDeletes
        self.spendsApproval = spendsApproval
    }
}
