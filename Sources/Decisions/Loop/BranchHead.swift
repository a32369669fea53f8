public import BrokerModel

/// The commit a branch stands at, as it was found.
public struct BranchHead: Sendable, Equatable {
    public var commit: CommitID

    /// The first line of its message.
    public var summary: String

    /// Why its desired state cannot be used; nil when it can.
    public var objection: Failure?

    /// What was applied last, when the branch does not contain it any more.
    public var rewrittenFrom: CommitID?

    public init(commit: CommitID, summary: String, objection: Failure? = nil, rewrittenFrom: CommitID? = nil) {
        self.commit = commit
        self.summary = summary
        self.objection = objection
        self.rewrittenFrom = rewrittenFrom
    }
}
