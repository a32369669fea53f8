import BrokerModel
import Execution
import Ledger
import Reconciliation

/// What `isobar apply --format json` prints, always in this one shape: the
/// plan in short, and the run that carried it out.
struct ApplyDocument: Encodable {
    /// The plan in short; `isobar plan --format json` prints it whole.
    struct PlanEntry: Encodable {
        let digest: String
        let commit: String
        let broker: String
        let scope: PlanDocument.Scope
        let summary: PlanSummary
        let conflicts: [PlanDocument.ConflictEntry]
        let unreachable: [PlanDocument.UnreachableEntry]
        let warnings: [String]
    }

    struct RunEntry: Encodable {
        /// By which `isobar show` finds it.
        let number: Int64
        let outcome: String
        let succeeded: Int
        let failed: Int
        let skipped: Int
        let failures: [FailureEntry]

        /// Hosts that could not be tidied up; the next run does.
        let untidied: [String]
    }

    struct FailureEntry: Encodable {
        let step: String
        let resource: String
        let code: String
        let message: String
    }

    let formatVersion = 1
    let plan: PlanEntry

    /// Nil when nothing was carried out: there was nothing to do, or the
    /// question was answered with no.
    let run: RunEntry?

    /// The status the command ends with.
    let exitStatus: Int32

    init(_ document: PlanDocument, _ result: ApplyResult?, exitStatus: Int32) {
        plan = PlanEntry(
            digest: document.digest, commit: document.commit, broker: document.broker, scope: document.scope,
            summary: document.summary, conflicts: document.conflicts, unreachable: document.unreachable,
            warnings: document.warnings)
        run = result.map(RunEntry.init)
        self.exitStatus = exitStatus
    }

    enum CodingKeys: String, CodingKey {
        case formatVersion, plan, run, exitStatus
    }

    /// Writes an absent run as `null`, so that every key is always there.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(formatVersion, forKey: .formatVersion)
        try container.encode(plan, forKey: .plan)
        try container.encode(run, forKey: .run)
        try container.encode(exitStatus, forKey: .exitStatus)
    }
}

extension ApplyDocument.RunEntry {
    init(_ result: ApplyResult) {
        number = result.run.number
        outcome = result.outcome.rawValue
        succeeded = result.report.succeeded.count
        failed = result.report.failures.count
        skipped = result.report.skippedCount
        failures = result.report.failures.map {
            ApplyDocument.FailureEntry(
                step: $0.step.id.text, resource: $0.step.resource.description, code: $0.failure.code.name,
                message: $0.failure.description)
        }
        untidied = result.report.untidied.keys.map(\.text).sorted()
    }
}
