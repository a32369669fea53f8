public import BrokerModel

/// What the service counted since it began, for its metrics.
public struct ServiceFigures: Sendable, Equatable {
    public var looks = 0

    /// Of them those at nothing but what a push touched.
    public var shortLooks = 0
    public var failedLooks = 0
    public var failedFetches = 0

    /// By outcome and purpose: `succeeded`, `change`.
    public var runs: [RunLabel: Int] = [:]

    /// Steps of runs, by kind and outcome.
    public var steps: [StepLabel: Int] = [:]
    public var runSeconds = DurationHistogram()

    /// Of looks that led to a plan.
    public var lookSeconds = DurationHistogram()

    /// Webhooks by what became of them: `taken`, `repeated`, `elsewhere` (not
    /// of the branch), `refused`.
    public var webhooks: [String: Int] = [:]

    /// When the newest run that succeeded ended; of the ledger until one of this process does.
    public var lastSuccess: Timestamp?
    public var lastLook: Timestamp?

    /// Steps of the last plan that mend drift, by host and kind.
    public var drift: [DriftLabel: Int] = [:]
    public var pending = 0

    /// Of the hosts of the last plan, whether each was reached.
    public var reached: [HostName: Bool] = [:]

    /// Whole days each certificate of the commit has left, by its key in
    /// `broker.yaml`; negative when it has expired.
    public var certificates: [String: Int] = [:]

    public struct RunLabel: Sendable, Hashable {
        public var outcome: String
        public var purpose: String
    }

    public struct StepLabel: Sendable, Hashable {
        public var kind: String
        public var outcome: String
    }

    public struct DriftLabel: Sendable, Hashable {
        public var host: String
        public var kind: String
    }
}
