/// The time a simulated fleet lives in.
public struct FleetTimer: Sendable {
    public let clock: any Clock<Duration>

    /// The time since the fleet began.
    public let now: @Sendable () -> Duration

    public init<Time: Clock<Duration>>(_ clock: Time) {
        self.clock = clock
        let begun = clock.now
        now = { begun.duration(to: clock.now) }
    }
}
