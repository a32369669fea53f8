public import BrokerModel

/// Something that happened while a plan was carried out, for showing progress.
public enum ExecutionEvent: Sendable {
    /// The hosts are being prepared.
    case preparing(hosts: Int)
    case started(Step)
    /// A step waits, before or after its effect; why.
    case waiting(Step, reason: String)
    /// A step moves many bytes; how many so far.
    case progress(Step, StepProgress)
    case ended(Step, StepOutcome, Duration, remaining: Int)
    /// Somebody asked to stop.
    case stopping(StopRequest.Urgency)
}
