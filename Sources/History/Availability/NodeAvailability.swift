public import BrokerModel

/// For how long a node had how many instances, in the time it was to be there.
public struct NodeAvailability: Sendable, Equatable {
    /// Two or more.
    public var two: Duration = .zero
    public var one: Duration = .zero

    /// One, and of another nothing is known.
    public var oneOrTwo: Duration = .zero
    public var none: Duration = .zero
    public var unknown: Duration = .zero

    public init() {}

    public init(_ node: NodeRecords, hosts: [HostName: HostCoverage], period: TimeSpan) {
        var changes: [Change] = node.applied.wanted(in: period).flatMap { Change.pair($0, wanted: 1) }
        let applied = Dictionary(grouping: node.applied, by: \.host)
        let instances = Dictionary(grouping: node.instances, by: \.host)
        for host in Set(applied.keys).union(instances.keys) {
            let seen = (hosts[host]?.seen ?? []).subtracting((node.blind[host] ?? []).united())
            for instance in instances[host] ?? [] where instance.isUp {
                changes += seen.clipped(to: instance.span).flatMap { Change.pair($0, up: 1) }
            }
            let kept = (applied[host] ?? []).compactMap { $0.outer(in: period) }.united()
            for span in kept { changes += seen.gaps(in: span).flatMap { Change.pair($0, hidden: 1) } }
        }
        add(changes.sorted { $0.at < $1.at })
    }

    private mutating func add(_ changes: [Change]) {
        var (wanted, up, hidden) = (0, 0, 0)
        var last = changes.first?.at ?? Timestamp(microseconds: 0)
        for change in changes {
            if wanted > 0 { add(change.at - last, up: up, hidden: hidden) }
            last = change.at
            wanted += change.wanted
            up += change.up
            hidden += change.hidden
        }
    }

    private mutating func add(_ duration: Duration, up: Int, hidden: Int) {
        switch (up, hidden) {
        case (2..., _): two += duration
        case (1, 0): one += duration
        case (1, _): oneOrTwo += duration
        case (_, 0): none += duration
        default: unknown += duration
        }
    }

    /// All of the time it was to be there.
    public var wanted: Duration { served + none + unknown }

    /// With an instance at least.
    public var served: Duration { two + one + oneOrTwo }

    public static func += (sum: inout NodeAvailability, other: NodeAvailability) {
        sum.two += other.two
        sum.one += other.one
        sum.oneOrTwo += other.oneOrTwo
        sum.none += other.none
        sum.unknown += other.unknown
    }

    /// What begins or ends at a moment.
    private struct Change {
        var at: Timestamp
        var wanted = 0
        var up = 0
        var hidden = 0

        static func pair(_ span: TimeSpan, wanted: Int = 0, up: Int = 0, hidden: Int = 0) -> [Change] {
            [
                Change(at: span.from, wanted: wanted, up: up, hidden: hidden),
                Change(at: span.to, wanted: -wanted, up: -up, hidden: -hidden),
            ]
        }
    }
}
