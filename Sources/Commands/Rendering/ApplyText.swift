import BrokerModel
import Execution
import Ledger
import Reconciliation
import Reports

/// The end of a run, in a few lines.
enum ApplyText {
    static func render(_ result: ApplyResult) -> String {
        let report = result.report
        var lines = [
            "Run \(result.run) \(result.outcome.rawValue): \(CountText.text(report.succeeded.count, "step")) done, "
                + "\(report.failures.count) failed, \(report.skippedCount) skipped."
        ]
        for failed in report.failures {
            lines.append("  \(failed.step.resource): \(failed.failure.response.split(separator: "\n").first ?? "")")
        }
        for host in result.unreachable.keys.sorted() {
            lines.append("  \(host) was left out: it could not be reached.")
        }
        for (host, failure) in report.untidied.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(host) could not be tidied up, the next run does it: \(failure.response)")
        }
        if result.outcome != .succeeded { lines.append("See: isobar show \(result.run)") }
        return lines.joined(separator: "\n") + "\n"
    }
}
