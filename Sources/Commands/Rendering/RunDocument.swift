import BrokerModel
import Ledger

/// One run as JSON.
struct RunDocument: Encodable {
    struct StepEntry: Encodable {
        let id: String
        let resource: String
        let action: String
        let cause: String
        let intendedAt: String?
        let endedAt: String?
        let outcome: String?
        let code: String?
        let detail: String?
        let changes: [FieldChange]

        init(_ step: StepRecord) {
            id = step.step
            resource = step.resource
            action = step.action
            cause = step.cause
            intendedAt = step.intendedAt?.description
            endedAt = step.endedAt?.description
            outcome = step.outcome
            code = step.code
            detail = step.detail
            changes = step.changes
        }
    }

    let formatVersion = 1
    let run: Int64
    let actor: String
    let command: String
    let startedAt: String
    let endedAt: String?
    let outcome: String?
    let commit: String?
    let commitSummary: String?
    let author: String?
    let plan: String?
    let steps: [StepEntry]?

    /// With its steps.
    init(_ detail: RunDetail) {
        self.init(
            detail.summary,
            steps: detail.steps.map(StepEntry.init))
    }

    /// In a line.
    init(_ summary: RunSummary, steps: [StepEntry]? = nil) {
        run = summary.id.number
        actor = summary.actor
        command = summary.command
        startedAt = summary.startedAt.description
        endedAt = summary.endedAt?.description
        outcome = summary.outcome
        commit = summary.commit
        commitSummary = summary.commitSummary
        author = summary.author
        plan = summary.planDigest?.description
        self.steps = steps
    }
}
