public import BrokerModel

/// A plan that waits for a person.
public struct Proposal: Sendable, Equatable {
    public var digest: Digest
    public var commit: CommitID
    public var reasons: Set<ApprovalReason>
    public var steps: Int
    public var deletions: Int

    /// How many deletions need no further word.
    public var deleteLimit: Int
}
