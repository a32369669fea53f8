import BrokerModel
import Ledger

/// What happened in a run, as an event's data.
struct RunEventDocument: Encodable {
    let run: Int64

    /// Absent of a step that was only begun.
    var at: String?
    var actor: String?
    let action: String

    /// The step's resource; absent of the run itself.
    var resource: String?
    var outcome: String?
    var detail: String?

    init(_ event: AuditEntry, of run: RunID) {
        self.run = run.number
        at = event.at.description
        actor = event.actor
        action = event.action
        resource = RunEventKind(event, of: run) == .step ? event.subject : nil
        outcome = event.outcome
        detail = event.detail
    }

    /// A step that was begun.
    init(begun action: String, _ resource: String, in run: RunID) {
        self.run = run.number
        self.action = action
        self.resource = resource
    }
}
