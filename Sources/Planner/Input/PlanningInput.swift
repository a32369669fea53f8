public import BrokerModel

/// All a plan is made from: the same input gives the same plan.
public struct PlanningInput: Sendable {
    /// What the commit wants, in any order; no address stands twice.
    public var resources: [Resource]
    public var observed: ObservedState

    /// The hosts of the desired state.
    public var hosts: [Host]

    /// The broker's own centre-id.
    public var broker: CentreID
    public var commit: String

    /// Taken from the last applied commit, so that no commit raises its own.
    public var limits: RolloutLimits

    /// Digests of the specifications that were last applied
    /// (``Specification/digest(key:)`` under ``key``): a resource that is still
    /// wanted as it was then has moved on its host, any other moved in git.
    public var lastApplied: [ResourceAddress: Digest]

    /// The installation's key, under which secrets enter digests.
    public var key: [UInt8]
    public var scope: PlanScope

    /// Members of redundant sets that were seen to be the elected ones: they are
    /// disturbed last.
    public var primaries: Set<ResourceAddress>

    /// Members of redundant sets that were seen to run and to do no work: they
    /// are disturbed first, since no other may be as long as they are so.
    public var idleMembers: Set<ResourceAddress>

    public init(
        resources: [Resource],
        observed: ObservedState,
        hosts: [Host],
        broker: CentreID,
        commit: String,
        limits: RolloutLimits,
        lastApplied: [ResourceAddress: Digest] = [:],
        key: [UInt8],
        scope: PlanScope = PlanScope(),
        primaries: Set<ResourceAddress> = [],
        idleMembers: Set<ResourceAddress> = []
    ) {
        self.resources = resources
        self.observed = observed
        self.hosts = hosts
        self.broker = broker
        self.commit = commit
        self.limits = limits
        self.lastApplied = lastApplied
        self.key = key
        self.scope = scope
        self.primaries = primaries
        self.idleMembers = idleMembers
    }

    /// Whether all hosts of a resource were looked at and are in the scope.
    func sees(_ resource: Resource) -> Bool {
        resource.hosts.allSatisfy { observed.hosts[$0] != nil && scope.includes($0) }
    }
}
