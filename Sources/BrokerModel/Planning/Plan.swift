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
    public var warnings: [String]

    /// Things that stand in the way and are not Isobar's: the resources are
    /// left out of the plan, and with them what depends on them.
    public var conflicts: [Conflict]

    /// Hosts that could not be looked at; nothing is planned for them.
    public var unreachable: [HostName: Failure]

    /// Hosts of the last apply that the desired state no longer lists. Nothing
    /// is done there; each counts as a delete.
    public var departedHosts: [HostName]

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
        warnings: [String] = [],
        conflicts: [Conflict] = [],
        unreachable: [HostName: Failure] = [:],
        departedHosts: [HostName] = [],
        heldBack: Set<ResourceAddress> = []
    ) {
        self.digest = digest
        self.commit = commit
        self.broker = broker
        self.observedAt = observedAt
        self.steps = steps
        self.impact = impact
        self.warnings = warnings
        self.conflicts = conflicts
        self.unreachable = unreachable
        self.departedHosts = departedHosts
        self.heldBack = heldBack
    }

    /// Whether there is nothing to do and nothing is unknown.
    public var isEmpty: Bool { steps.isEmpty && conflicts.isEmpty && unreachable.isEmpty }
}
