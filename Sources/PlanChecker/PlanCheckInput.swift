public import BrokerModel

/// What a plan is checked against, besides itself.
public struct PlanCheckInput: Sendable {
    /// The hosts of the desired state, for their roles.
    public var hosts: [Host]

    /// What was seen when the plan was made.
    public var observed: ObservedState
    public var limits: RolloutLimits

    /// How many instances a node has.
    public var replicas: Int

    /// The nodes that shall run; nil when that is not known. The instances of
    /// a node that shall not run need no protection from each other.
    public var wantedNodes: Set<CentreID>?

    /// Whether Isobar's own load balancers send clients to the brokers, so that
    /// clients can be moved away from one of them.
    public var managesBalancers: Bool

    public init(
        hosts: [Host],
        observed: ObservedState,
        limits: RolloutLimits,
        replicas: Int,
        wantedNodes: Set<CentreID>? = nil,
        managesBalancers: Bool
    ) {
        self.hosts = hosts
        self.observed = observed
        self.limits = limits
        self.replicas = replicas
        self.wantedNodes = wantedNodes
        self.managesBalancers = managesBalancers
    }
}
