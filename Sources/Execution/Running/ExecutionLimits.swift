/// How much is done at once, and how often things are looked at.
public struct ExecutionLimits: Sendable, Hashable {
    /// Steps that act on one host at the same time.
    public var stepsPerHost: Int

    /// Steps that act at the same time in all.
    public var stepsInAll: Int

    /// The pause between two looks while something is waited for.
    public var pollInterval: Duration

    /// The pause between two looks within an election window, in which nothing
    /// is expected to happen.
    public var windowPollInterval: Duration

    public init(
        stepsPerHost: Int = 6,
        stepsInAll: Int = 32,
        pollInterval: Duration = .milliseconds(500),
        windowPollInterval: Duration = .seconds(5)
    ) {
        self.stepsPerHost = stepsPerHost
        self.stepsInAll = stepsInAll
        self.pollInterval = pollInterval
        self.windowPollInterval = windowPollInterval
    }
}
