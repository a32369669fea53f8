/// How long to wait after something failed, and how often it is tried at all.
public struct RetryRule: Sendable, Equatable {
    /// After the first failure; twice as long after each further one.
    public var first: Duration
    public var longest: Duration

    /// How often one commit is tried before a person has to look.
    public var attempts: Int

    public init(first: Duration = .seconds(10), longest: Duration = .seconds(600), attempts: Int = 6) {
        self.first = first
        self.longest = longest
        self.attempts = attempts
    }

    /// The pause after the `count`-th failure in a row, without jitter.
    public func pause(after count: Int) -> Duration {
        // Sixteen doublings are more than any longest pause.
        min(longest, first * (1 << min(max(count - 1, 0), 16)))
    }
}
