public import BrokerModel

/// A run whose program ended without closing it: it was killed, or the machine
/// went down.
public struct AbandonedRun: Sendable, Equatable {
    public var id: RunID
    public var actor: String
    public var startedAt: Timestamp

    /// Steps that were begun and of which no end is recorded: each may or may
    /// not have taken effect. In the order they were begun.
    public var inFlight: [InFlight]

    /// A step that was at hand when the program ended.
    public struct InFlight: Sendable, Equatable {
        public var action: String
        public var resource: String
    }
}
