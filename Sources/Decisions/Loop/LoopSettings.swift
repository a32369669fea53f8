public import BrokerModel

/// By what rules the loop decides. All of it may change while it runs.
public struct LoopSettings: Sendable, Equatable {
    public var policy: ApplyPolicy

    /// How often branch and hosts are looked at when nothing happens.
    public var poll: Duration
    public var retry: RetryRule
    public var brake: BrakeRule

    public init(
        policy: ApplyPolicy, poll: Duration, retry: RetryRule = RetryRule(), brake: BrakeRule = BrakeRule()
    ) {
        self.policy = policy
        self.poll = poll
        self.retry = retry
        self.brake = brake
    }
}
