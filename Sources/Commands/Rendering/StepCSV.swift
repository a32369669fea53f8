import BrokerModel
import Ledger
import Reconciliation

/// Steps as rows, the same of one run and of any.
enum StepCSV {
    static let header = [
        "run", "step", "resource", "action", "cause", "intendedAt", "endedAt", "outcome", "code", "actor", "commit",
        "changes", "detail",
    ]

    static func row(_ step: StepRecord, run: RunID, actor: String, commit: String?) -> [String] {
        [
            run.description, step.step, step.resource, step.action, step.cause, step.intendedAt?.description ?? "",
            step.endedAt?.description ?? "", step.outcome ?? "", step.code ?? "", actor, commit ?? "",
            step.changes.map { ChangeText.line(PlanDocument.Change($0)) }.joined(separator: "; "), step.detail ?? "",
        ]
    }

    static func render(_ detail: RunDetail) -> String {
        let run = detail.summary
        return CSVText.text(
            header: header,
            rows: detail.steps.map { row($0, run: run.id, actor: run.actor, commit: run.commit) })
    }
}
