public import BrokerModel

/// Something worth telling people: it is logged, and what is a decision goes
/// to the audit chain.
public enum Notice: Sendable, Equatable {
    /// The branch has a new head.
    case commitSeen(CommitID, summary: String)
    /// Its state cannot be used: nothing is changed.
    case commitUnusable(CommitID, Failure)
    /// It no longer contains what was applied last: nothing is changed before
    /// a person approves.
    case branchRewritten(from: CommitID, to: CommitID)
    case repositoryUnreadable(Failure)
    case repositoryReadable
    case lookFailed(CommitID, Failure)
    /// What is to be recorded beside runs waits until the ledger takes it.
    case ledgerUnwritable(Failure)
    /// It takes records again: so many were written late, and so many never.
    case ledgerWritable(late: Int, lost: Int)

    case applying(CommitID, Order.Purpose, steps: Int, approvedBy: String?)
    case runEnded(CommitID, RunEnd.Outcome, text: String)
    case retrying(CommitID, at: Timestamp, attempt: Int)
    /// Not tried again before the next commit, or before a person says so.
    case gaveUp(CommitID, Order.Purpose, attempts: Int)
    /// A newer commit: the run at hand begins no further step.
    case preempted(CommitID, by: CommitID)

    case waitingForApproval(Proposal)
    /// The plan that was approved is not the one there is now.
    case approvalMissed(approved: Digest, found: Digest)
    /// A person decided against the plan that waited.
    case rejected(CommitID, by: String)
    case held([HoldReason])
    /// What may be carried out, yet comes after a step that may not.
    case behind([ResourceAddress])
    case standing(CommitID)
    /// The hosts are as the commit wants them, but for those that could not be
    /// reached, or for what something foreign is in the way of.
    case incomplete(CommitID, [HostName])

    /// Drift that comes back again and again is left alone.
    case fight(ResourceAddress)
    case pauseEnded(Pause)

    /// Something was gone back to.
    case pinned(Pin)
    /// The branch moved on: what was held is not any more.
    case pinsOver([Pin])
}
