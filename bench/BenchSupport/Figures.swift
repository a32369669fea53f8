/// What a number of runs of the same thing took.
public struct Figures: Sendable {
    private let sorted: [Duration]

    /// - Parameter samples: the duration of each run, at least one.
    public init(_ samples: [Duration]) {
        precondition(!samples.isEmpty, "figures need at least one run")
        sorted = samples.sorted()
    }

    /// Runs `body` again and again and takes the time of each run.
    ///
    /// - Parameter warmUps: runs that are not counted: caches fill, memory is
    ///   taken from the system.
    public static func measure<Failure: Error>(
        runs: Int, warmUps: Int = 1, _ body: () throws(Failure) -> Void
    ) throws(Failure) -> Figures {
        let clock = ContinuousClock()
        for _ in 0..<warmUps { try body() }
        var samples: [Duration] = []
        for _ in 0..<max(1, runs) {
            let start = clock.now
            try body()
            samples.append(start.duration(to: clock.now))
        }
        return Figures(samples)
    }

    /// The middle one; of two, the slower.
    public var median: Duration { sorted[sorted.count / 2] }

    /// The one that nineteen of twenty are not slower than.
    public var nineteenOfTwenty: Duration { sorted[max(0, (sorted.count * 95 + 99) / 100 - 1)] }
    public var minimum: Duration { sorted[0] }
    public var maximum: Duration { sorted[sorted.count - 1] }
    public var runs: Int { sorted.count }
}
