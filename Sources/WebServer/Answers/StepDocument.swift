import Ledger
import Reconciliation

/// A step and the run it belongs to, as `isobar history --format json` prints it.
struct StepDocument: Encodable {
    let run: Int64
    let actor: String
    let commit: String?
    let step: RunDocument.StepEntry

    init(_ entry: HistoryStep) {
        run = entry.run.number
        actor = entry.actor
        commit = entry.commit
        step = RunDocument.StepEntry(entry.step)
    }
}
