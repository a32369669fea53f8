public import BrokerModel

/// What a look at the hosts came to.
public struct PlannedLook: Sendable {
    public var commit: CommitID

    /// All that differs.
    public var plan: Plan

    /// How many nodes and hosts may be deleted without a person.
    public var deleteLimit: Int

    /// Steps that bring what the policy does not admit, whoever approves them:
    /// an image, or packages from a source.
    public var refused: [StepID: HoldReason]

    public init(commit: CommitID, plan: Plan, deleteLimit: Int, refused: [StepID: HoldReason] = [:]) {
        self.commit = commit
        self.plan = plan
        self.deleteLimit = deleteLimit
        self.refused = refused
    }
}
