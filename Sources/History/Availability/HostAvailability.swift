import BrokerModel

/// For how long a host answered.
public struct HostAvailability: Sendable, Equatable {
    public var reached: Duration
    public var unreached: Duration
    public var unknown: Duration

    public init(_ coverage: HostCoverage, period: TimeSpan) {
        reached = coverage.seen.reduce(.zero) { $0 + $1.duration }
        unreached = coverage.unreached.reduce(.zero) { $0 + $1.duration }
        unknown = period.duration - reached - unreached
    }
}
