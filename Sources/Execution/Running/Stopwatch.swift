/// Measures a time by any clock.
package struct Stopwatch: Sendable {
    private let reading: @Sendable () -> Duration

    package init(_ clock: any Clock<Duration>) {
        reading = Self.start(clock)
    }

    package var elapsed: Duration { reading() }

    private static func start<Time: Clock<Duration>>(_ clock: Time) -> @Sendable () -> Duration {
        let begun = clock.now
        return { begun.duration(to: clock.now) }
    }
}
