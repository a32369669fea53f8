/// How fast a change may go (`rollout:`). Taken from the last applied commit.
public struct RolloutLimits: Sendable, Hashable {
    /// How long an instance may take to be as well as before, in seconds.
    public var healthTimeoutSeconds: Int

    /// How long the election of a primary takes at most, in seconds (8 s
    /// freshness and 10 s evaluation, and a margin).
    public var electionWindowSeconds: Int

    /// How many nodes may have an instance out at the same time.
    public var nodesAtOnce: Int

    /// How many nodes and hosts one plan may delete.
    public var maxDeletes: Int

    /// How many nodes go first, alone, before the rest follows.
    public var canary: Int

    public init(
        healthTimeoutSeconds: Int = 120,
        electionWindowSeconds: Int = 20,
        nodesAtOnce: Int = 10,
        maxDeletes: Int = 5,
        canary: Int = 1
    ) {
        self.healthTimeoutSeconds = healthTimeoutSeconds
        self.electionWindowSeconds = electionWindowSeconds
        self.nodesAtOnce = nodesAtOnce
        self.maxDeletes = maxDeletes
        self.canary = canary
    }

    /// Of each limit the one that lets less happen.
    public func stricter(than other: Self) -> Self {
        Self(
            healthTimeoutSeconds: max(healthTimeoutSeconds, other.healthTimeoutSeconds),
            electionWindowSeconds: max(electionWindowSeconds, other.electionWindowSeconds),
            nodesAtOnce: min(nodesAtOnce, other.nodesAtOnce), maxDeletes: min(maxDeletes, other.maxDeletes),
            canary: max(canary, other.canary))
    }
}
