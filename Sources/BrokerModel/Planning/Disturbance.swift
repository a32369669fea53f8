/// What a disturbing step takes out, and what protects the service meanwhile.
public struct Disturbance: Sendable, Hashable {
    public var redundancy: Redundancy

    /// The other members: observed again right before the step, which waits
    /// or fails when they are not well.
    public var siblings: [ResourceAddress]

    /// How long the member may take to be no worse than before, in seconds.
    public var healthTimeoutSeconds: Int

    /// How long after that nothing else of the set is disturbed, in seconds:
    /// the election window, 0 where nothing is elected.
    public var windowSeconds: Int

    /// The members, this one included, that are elected through other Redis nodes
    /// than those the set moves to, until their own turn: each of the two places
    /// has an elected one meanwhile.
    public var elsewhere: Set<ResourceAddress>

    public init(
        redundancy: Redundancy,
        siblings: [ResourceAddress],
        healthTimeoutSeconds: Int,
        windowSeconds: Int,
        elsewhere: Set<ResourceAddress> = []
    ) {
        self.redundancy = redundancy
        self.siblings = siblings
        self.healthTimeoutSeconds = healthTimeoutSeconds
        self.windowSeconds = windowSeconds
        self.elsewhere = elsewhere
    }
}
