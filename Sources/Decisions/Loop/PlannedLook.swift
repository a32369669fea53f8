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

    /// Steps that would bring another image to what keeps data on its host: an
    /// older program may not read what a newer one wrote.
    public var ofData: Set<StepID>

    /// Whether a person has to decide on what git changed, because its reviewers
    /// were shown something else.
    public var isUnlikeReviewed: Bool

    public init(
        commit: CommitID, plan: Plan, deleteLimit: Int, refused: [StepID: HoldReason] = [:], ofData: Set<StepID> = [],
        isUnlikeReviewed: Bool = false
    ) {
        self.commit = commit
        self.plan = plan
        self.deleteLimit = deleteLimit
        self.refused = refused
        self.ofData = ofData
        self.isUnlikeReviewed = isUnlikeReviewed
    }
}
