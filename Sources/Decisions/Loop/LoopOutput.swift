public import BrokerModel

/// What the loop wants done.
public enum LoopOutput: Sendable {
    /// Look at the branch and check the state of its head; answered by
    /// `fetched` or `fetchFailed`.
    case fetch

    /// Look at the hosts and plan that commit; answered by `planned` or
    /// `lookFailed`.
    case look(CommitID)

    /// Carry it out; answered by `runEnded`.
    case apply(Order)

    /// The hosts are as this commit wants them, and another one was applied before:
    /// worth a record; answered by `standingUnrecorded` where that fails.
    case recordStanding(CommitID, over: CommitID?)

    /// Go back to a commit, since the head's rollout failed; answered by `pinned`
    /// where that can be done.
    case rollBack(to: CommitID, from: CommitID)

    /// End the run at hand: finish its steps at hand and begin no other.
    case stop

    /// Come back then, unless something else happens before.
    case wake(at: Timestamp)
    case tell(Notice)

    /// Nothing is at hand any more: end the service.
    case end
}
