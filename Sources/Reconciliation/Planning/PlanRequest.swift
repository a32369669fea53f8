public import BrokerModel
import GitRepository
public import Planner

/// What a plan is asked for.
public struct PlanRequest: Sendable {
    /// A branch, tag or commit; nil means the head of the branch.
    public var revision: String?
    public var scope: PlanScope

    /// Nodes that shall be as another commit wants them.
    public var pinned: [CentreID: CommitID]

    /// Whether to plan from what the ledger remembers, without a look.
    public var isCached: Bool

    /// Whether to look for new commits before; without, those that are known.
    public var fetches: Bool

    /// Whose plan was reviewed; nil takes the broker of the commit.
    public var broker: CentreID?

    /// What was seen shortly before, to plan from it without another look.
    var seen: ObservedState?

    public init(
        revision: String? = nil, scope: PlanScope = PlanScope(), pinned: [CentreID: CommitID] = [:],
        isCached: Bool = false, fetches: Bool = true, broker: CentreID? = nil
    ) {
        self.revision = revision
        self.scope = scope
        self.pinned = pinned
        self.isCached = isCached
        self.fetches = fetches
        self.broker = broker
    }

    /// - Throws: ``Failure`` with `usage` when the commit is another broker's,
    ///   before any host is looked at.
    func check(_ loaded: LoadedCommit) throws {
        let own = loaded.desired.broker.centreID
        guard let broker, broker != own else { return }
        throw Failure(
            .usage, attempted: "take the reviewed plan", on: "commit \(loaded.commit.id.abbreviated)",
            response: "the plan is for the broker \(broker), this commit describes \(own)",
            remedy: "use the isobar.yaml of \(broker), or make a plan with this one")
    }
}
