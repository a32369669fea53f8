public import BrokerModel

/// A stretch of time: its beginning belongs to it, its end does not.
public struct TimeSpan: Sendable, Hashable {
    public var from: Timestamp
    public var to: Timestamp

    /// Nil when nothing is between the two.
    public init?(_ from: Timestamp, _ to: Timestamp) {
        guard from < to else { return nil }
        self.from = from
        self.to = to
    }

    public var duration: Duration { to - from }

    /// What both have; nil when that is nothing.
    public func intersection(_ other: TimeSpan) -> TimeSpan? {
        TimeSpan(max(from, other.from), min(to, other.to))
    }
}

extension [TimeSpan] {
    /// The parts of `span` that are in one of these.
    ///
    /// These are in order and do not overlap; so is the result.
    func clipped(to span: TimeSpan) -> [TimeSpan] {
        compactMap { $0.intersection(span) }
    }

    /// The parts of `span` that are in none of these. Same order.
    func gaps(in span: TimeSpan) -> [TimeSpan] {
        var gaps: [TimeSpan] = []
        var from = span.from
        for part in clipped(to: span) {
            if let gap = TimeSpan(from, part.from) { gaps.append(gap) }
            from = Swift.max(from, part.to)
        }
        if let gap = TimeSpan(from, span.to) { gaps.append(gap) }
        return gaps
    }

    /// These without what is in any of `others`, each in order and without
    /// overlap.
    func subtracting(_ others: [TimeSpan]) -> [TimeSpan] {
        others.isEmpty ? self : flatMap { others.gaps(in: $0) }
    }

    /// The same stretches, in order and with those that touch made one.
    func united() -> [TimeSpan] {
        var united: [TimeSpan] = []
        for span in sorted(by: { $0.from < $1.from }) {
            if let last = united.last, span.from <= last.to {
                united[united.count - 1].to = Swift.max(last.to, span.to)
            } else {
                united.append(span)
            }
        }
        return united
    }
}
