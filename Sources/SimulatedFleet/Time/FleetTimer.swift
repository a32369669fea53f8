/// The time a simulated fleet lives in.
public struct FleetTimer: Sendable {
    public let clock: any Clock<Duration>

    /// Measures how long a host may take to answer.
    public let deadlines: any Clock<Duration>

    /// The time since the fleet began.
    public let now: @Sendable () -> Duration

    /// - Parameter deadlines: nil means as all else is measured. Where a fleet
    ///   lives faster than the system's clock, a busy machine would miss its limits.
    public init<Time: Clock<Duration>>(_ clock: Time, deadlines: (any Clock<Duration>)? = nil) {
        self.clock = clock
        self.deadlines = deadlines ?? clock
        let begun = clock.now
        now = { begun.duration(to: clock.now) }
    }
}
