/// The steps that make the hosts equal to a commit.
public struct Plan: Sendable {
    /// Covers what will be done and what was observed of the resources it
    /// reads; nothing volatile and no prose.
    public var digest: Digest

    /// The commit whose state is planned.
    public var commit: String
    public var broker: CentreID

    /// When the hosts were looked at.
    public var observedAt: Timestamp

    /// In an order in which they could be carried out one by one.
    public var steps: [Step]
    public var impact: [Impact]
    public var clusterImpact: [ClusterImpact]
    public var warnings: [String]

    /// Things that stand in the way and are not Isobar's: the resources are
    /// left out of the plan, and with them what depends on them.
    public var conflicts: [Conflict]

    /// Hosts that could not be looked at; nothing is planned for them.
    public var unreachable: [HostName: Failure]

    /// Hosts of the last apply that the desired state no longer lists. Nothing
    /// is done there; each counts as a delete. None in a plan that is narrowed.
    public var departedHosts: [HostName]

    /// Nodes of which this plan removes instances and of which none is wanted
    /// any more. An instance that moves to another host deletes no node.
    public var deletedNodes: Set<CentreID>

    /// Resources that are not as they are wanted and that this plan leaves
    /// alone, because something stands in the way.
    public var heldBack: Set<ResourceAddress>

    public init(
        digest: Digest,
        commit: String,
        broker: CentreID,
        observedAt: Timestamp,
        steps: [Step],
        impact: [Impact] = [],
        clusterImpact: [ClusterImpact] = [],
        warnings: [String] = [],
        conflicts: [Conflict] = [],
        unreachable: [HostName: Failure] = [:],
        departedHosts: [HostName] = [],
        deletedNodes: Set<CentreID> = [],
        heldBack: Set<ResourceAddress> = []
    ) {
        self.digest = digest
        self.commit = commit
        self.broker = broker
        self.observedAt = observedAt
        self.steps = steps
        self.impact = impact
        self.clusterImpact = clusterImpact
        self.warnings = warnings
        self.conflicts = conflicts
        self.unreachable = unreachable
        self.departedHosts = departedHosts
        self.deletedNodes = deletedNodes
        self.heldBack = heldBack
    }

    /// Whether there is nothing to do and nothing is unknown.
    public var isEmpty: Bool { steps.isEmpty && conflicts.isEmpty && unreachable.isEmpty }

    /// What counts against `maxDeletes`: nodes and hosts (CONTRACT 2 and 6).
    public var deletions: Int { deletedNodes.count + departedHosts.count }
}
