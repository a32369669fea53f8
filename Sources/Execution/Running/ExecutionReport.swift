public import BrokerModel

/// How carrying out a plan ended.
public struct ExecutionReport: Sendable {
    public struct FailedStep: Sendable {
        public var step: Step
        public var failure: Failure

        public init(step: Step, failure: Failure) {
            self.step = step
            self.failure = failure
        }
    }

    public var outcomes: [StepID: StepOutcome]
    public var durations: [StepID: Duration]

    /// Whether it was stopped before all steps were begun.
    public var wasInterrupted: Bool

    /// Steps that failed, in the plan's order.
    public var failures: [FailedStep]

    /// Hosts that could not be tidied up afterwards; the next run does.
    public var untidied: [HostName: Failure]

    /// Why what was done could not be recorded any more, at least at times; nil when it was.
    public var unrecorded: Failure?

    public init(
        outcomes: [StepID: StepOutcome],
        durations: [StepID: Duration],
        wasInterrupted: Bool,
        failures: [FailedStep],
        untidied: [HostName: Failure]
    ) {
        self.outcomes = outcomes
        self.durations = durations
        self.wasInterrupted = wasInterrupted
        self.failures = failures
        self.untidied = untidied
    }

    public var succeeded: Set<StepID> {
        Set(outcomes.compactMap { if case .succeeded = $0.value { $0.key } else { nil } })
    }

    public var skippedCount: Int {
        outcomes.values.count { if case .skipped = $0 { true } else { false } }
    }
}
