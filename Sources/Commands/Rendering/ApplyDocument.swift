import BrokerModel
import Execution
import Ledger
import Reconciliation

/// The end of a run as JSON.
struct ApplyDocument: Encodable {
    struct FailureEntry: Encodable {
        let step: String
        let code: String
        let message: String
    }

    let formatVersion = 1
    let run: Int64
    let outcome: String
    let succeeded: Int
    let skipped: Int
    let failures: [FailureEntry]
    let unreachable: [String]

    init(_ result: ApplyResult) {
        run = result.run.number
        outcome = result.outcome.rawValue
        succeeded = result.report.succeeded.count
        skipped = result.report.skippedCount
        failures = result.report.failures.map {
            FailureEntry(step: $0.step.id.text, code: $0.failure.code.name, message: $0.failure.description)
        }
        unreachable = result.unreachable.keys.map(\.text).sorted()
    }
}
