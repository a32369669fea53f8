public import BrokerModel

/// What the loop goes by beyond a single look; the ledger keeps it.
public struct LoopMemory: Sendable {
    /// The last commit that was applied as a whole.
    public var applied: CommitID?

    /// The head of the branch that was told of last.
    public var seen: CommitID?

    /// By the digest of the plan; those that were carried out are gone.
    public var decisions: [Digest: PlanDecision]
    public var pauses: [Pause]

    /// What is held at an earlier commit.
    public var pins: [Pin]

    /// What was mended of late, and when.
    public var heals: [(resource: ResourceAddress, at: Timestamp)]

    /// What was fought over when it was last seen.
    public var fights: [ResourceAddress]

    /// A commit that is not tried again.
    public var givenUp: CommitID?

    public init(
        applied: CommitID? = nil, seen: CommitID? = nil, decisions: [Digest: PlanDecision] = [:],
        pauses: [Pause] = [], pins: [Pin] = [], heals: [(resource: ResourceAddress, at: Timestamp)] = [],
        fights: [ResourceAddress] = [], givenUp: CommitID? = nil
    ) {
        self.applied = applied
        self.seen = seen
        self.decisions = decisions
        self.pauses = pauses
        self.pins = pins
        self.heals = heals
        self.fights = fights
        self.givenUp = givenUp
    }

}
