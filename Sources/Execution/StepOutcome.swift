public import BrokerModel

/// How a step ended.
public enum StepOutcome: Sendable {
    case succeeded(StepOutput)
    /// It was tried and failed, or its health gate did.
    case failed(Failure)
    /// It was not begun: what it depends on failed, or the run was stopped.
    case skipped(because: String)
}
