import BrokerModel

/// When a host was seen, and when it was looked at and not reached. In the rest
/// of the time nobody looked.
public struct HostCoverage: Sendable, Equatable {
    /// In order, without overlap, as all spans here.
    public private(set) var seen: [TimeSpan] = []
    public private(set) var unreached: [TimeSpan] = []
    private var last: HostLook?
    private let period: TimeSpan
    private let trust: Duration

    /// - Parameter trust: how long a look tells what is there, when none follows.
    public init(period: TimeSpan, trust: Duration = HostLook.trust) {
        self.period = period
        self.trust = trust
    }

    /// Adds the next look; one before the period, too, tells of its beginning.
    /// A look that is not later than the one before is left out: clocks are set
    /// back.
    public mutating func add(_ look: HostLook) {
        if let last, look.at <= last.at { return }
        close(until: look.at)
        last = look
    }

    /// Ends with the last look.
    public mutating func finish() {
        close(until: period.to)
        last = nil
    }

    private mutating func close(until next: Timestamp) {
        guard let last, let span = TimeSpan(last.at, min(next, last.at + trust))?.intersection(period) else { return }
        if last.failure == nil {
            Self.append(span, to: &seen)
        } else {
            Self.append(span, to: &unreached)
        }
    }

    private static func append(_ span: TimeSpan, to spans: inout [TimeSpan]) {
        if let last = spans.last, last.to == span.from {
            spans[spans.count - 1].to = span.to
        } else {
            spans.append(span)
        }
    }
}
