/// The system's clock, some times as fast: for watching.
public struct AcceleratedClock: Clock {
    public struct Instant: InstantProtocol {
        /// Time on this clock, since it was made.
        public var sinceStart: Duration

        public func advanced(by duration: Duration) -> Self { Self(sinceStart: sinceStart + duration) }
        public func duration(to other: Self) -> Duration { other.sinceStart - sinceStart }
        public static func < (left: Self, right: Self) -> Bool { left.sinceStart < right.sinceStart }
    }

    private let factor: Int
    private let start = ContinuousClock.now

    public init(factor: Int) {
        self.factor = factor
    }

    public var now: Instant { Instant(sinceStart: start.duration(to: .now) * factor) }
    public var minimumResolution: Duration { ContinuousClock().minimumResolution * factor }

    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try await ContinuousClock().sleep(until: start.advanced(by: deadline.sinceStart / factor))
    }
}
