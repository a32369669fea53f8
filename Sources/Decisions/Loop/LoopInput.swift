public import BrokerModel

/// What the loop gets to know.
public enum LoopInput: Sendable {
    /// The service begins; what the ledger remembers.
    case started(LoopMemory)

    /// The moment ``LoopOutput/wake(at:)`` asked for has come.
    case tick

    /// Somebody or something says that a look would be worth it.
    case toldToLook(Nudge)

    case fetched(BranchHead)
    /// The repository could not be read; the state of before holds.
    case fetchFailed(Failure)

    case planned(PlannedLook)
    case lookFailed(CommitID, Failure)

    case runEnded(RunEnd)

    /// The ledger did not take the record ``LoopOutput/recordStanding(_:over:)`` asks for:
    /// in it still stands what did before.
    case standingUnrecorded(CommitID, over: CommitID?)

    /// A person decided on the plan that waits; see ``ControlLoop/objection(to:)``.
    case decided(PlanDecision)
    case paused(Pause)
    case resumed(ChangeScope, actor: String)
    case pinned(Pin)

    /// What is held is let go: of a node, or all of it.
    case unpinned(CentreID?)

    /// The configuration was read anew.
    case reloaded(LoopSettings)
    case shutDown
}

/// Who says that a look would be worth it.
public enum Nudge: Sendable, Equatable {
    /// What was given up is tried again, too.
    case person(String)
    case webhook
    /// A host's engine told of something.
    case host(HostName)
}
