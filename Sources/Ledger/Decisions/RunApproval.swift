public import BrokerModel

/// Who let a run begin, when and why.
public struct RunApproval: Sendable, Equatable {
    public var actor: String
    public var at: Timestamp
    public var reason: String?

    /// How many deletions were allowed beyond the limits.
    public var allowedDeletes: Int?

    public init(actor: String, at: Timestamp, reason: String? = nil, allowedDeletes: Int? = nil) {
        self.actor = actor
        self.at = at
        self.reason = reason
        self.allowedDeletes = allowedDeletes
    }
}
