public import BrokerModel

/// How things stand, as the last look and what came of it left them.
public enum Condition: Sendable, Equatable {
    /// Nothing was looked at yet.
    case starting
    /// The hosts are as the commit wants them.
    case standing(CommitID)
    /// Some could not be looked at, or something foreign is in the way; else
    /// nothing is left to do.
    case incomplete(CommitID)
    case applying(CommitID, Order.Purpose)
    case waiting(Proposal)
    case rejected(Digest)
    /// There is something to do that is not done now.
    case held([HoldReason])
    /// The state of the branch cannot be used, and nothing else can.
    case unusable(Failure)
}
