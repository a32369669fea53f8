public import BrokerModel

/// What the service counted since it began, for its metrics.
public struct ServiceFigures: Sendable, Equatable {
    public var looks = 0
    public var failedLooks = 0
    public var failedFetches = 0

    /// By outcome and purpose: `succeeded`, `change`.
    public var runs: [RunLabel: Int] = [:]
    public var lastSuccess: Timestamp?
    public var lastLook: Timestamp?

    /// Steps of the last plan that mend drift, by host and kind.
    public var drift: [DriftLabel: Int] = [:]
    public var pending = 0

    /// Of the hosts of the last plan, whether each was reached.
    public var reached: [HostName: Bool] = [:]

    public struct RunLabel: Sendable, Hashable {
        public var outcome: String
        public var purpose: String
    }

    public struct DriftLabel: Sendable, Hashable {
        public var host: String
        public var kind: String
    }
}
