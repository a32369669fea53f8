public import BrokerModel

/// One instance of a node on a host, as long as it was Isobar's to keep there.
public struct AppliedInstance: Sendable, Hashable {
    public var host: HostName

    /// The run that made it so.
    public var begun: TimeSpan

    /// The run that ended it; nil when none did.
    public var ended: TimeSpan?

    public init(host: HostName, begun: TimeSpan, ended: TimeSpan?) {
        self.host = host
        self.begun = begun
        self.ended = ended
    }

    /// From the beginning of the one run to the end of the other.
    func outer(in period: TimeSpan) -> TimeSpan? {
        TimeSpan(begun.from, ended?.to ?? period.to)?.intersection(period)
    }
}

extension [AppliedInstance] {
    /// When the node was to be there: from the end of the run that brought its
    /// first instance to the beginning of the one that took its last. A run that
    /// moves an instance interrupts nothing.
    func wanted(in period: TimeSpan) -> [TimeSpan] {
        let ordered = self.sorted { $0.begun.from < $1.begun.from }
        var spans: [(outer: TimeSpan, from: Timestamp, to: Timestamp)] = []
        for instance in ordered {
            let end = instance.ended
            guard let outer = TimeSpan(instance.begun.from, end?.to ?? Swift.max(period.to, instance.begun.to)) else {
                continue
            }
            let to = end?.from ?? outer.to
            if let last = spans.last, outer.from <= last.outer.to {
                if outer.to > last.outer.to { spans[spans.count - 1].to = to }
                spans[spans.count - 1].outer.to = Swift.max(last.outer.to, outer.to)
            } else {
                spans.append((outer, instance.begun.to, to))
            }
        }
        return spans.compactMap { TimeSpan($0.from, $0.to)?.intersection(period) }
    }
}
