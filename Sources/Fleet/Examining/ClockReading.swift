public import BrokerModel

/// A host's clock as it was read between two moments of the controller's.
public struct ClockReading: Sendable, Equatable {
    /// The controller's clock, before the question and after the answer.
    public var sent: Timestamp
    public var received: Timestamp

    /// The host's clock, when it began to answer and when it ended.
    public var begun: Timestamp
    public var ended: Timestamp

    public init(sent: Timestamp, received: Timestamp, begun: Timestamp, ended: Timestamp) {
        self.sent = sent
        self.received = received
        self.begun = begun
        self.ended = ended
    }

    /// By how much the host's clock is ahead, at least and at most. It began
    /// after the question was sent and ended before the answer was there; more
    /// cannot be known.
    public var lead: ClosedRange<Duration> {
        let (least, most) = (ended - received, begun - sent)
        return least <= most ? least...most : most...least
    }
}
