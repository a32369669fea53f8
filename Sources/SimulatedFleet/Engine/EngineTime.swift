import BrokerModel

/// A moment of a simulation by the hosts' clock.
struct EngineTime {
    /// Nanoseconds since 1970.
    let nanoseconds: Int64

    init(_ now: Duration) {
        let (seconds, attoseconds) = now.components
        nanoseconds = (Self.start + seconds) * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    /// Seconds since 1970.
    var seconds: String { String(nanoseconds / 1_000_000_000) }

    /// As in an inspection.
    var text: String { Timestamp(microseconds: nanoseconds / 1_000).description }

    /// When simulations begin.
    private static let start: Int64 = 1_790_000_000
}
