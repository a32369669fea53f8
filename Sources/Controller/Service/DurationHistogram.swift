/// How long something took, in the buckets of a Prometheus histogram.
public struct DurationHistogram: Sendable, Equatable {
    /// The upper ends of the buckets, in seconds, ascending.
    public static let bounds: [Double] = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800]

    /// How many took at most as long, by bucket.
    public private(set) var counts = [Int](repeating: 0, count: bounds.count)
    public private(set) var count = 0

    /// In seconds.
    public private(set) var sum = 0.0

    public init() {}

    public mutating func note(_ duration: Duration) {
        let seconds = duration / .seconds(1)
        count += 1
        sum += seconds
        for (index, bound) in Self.bounds.enumerated() where seconds <= bound { counts[index] += 1 }
    }
}
