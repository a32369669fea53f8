import Planner
import Reconciliation

/// Drift as comma-separated values: a row a finding.
enum DriftCSV {
    static func text(_ drift: DriftDocument) -> String {
        CSVText.text(
            header: ["host", "resource", "nature", "sentence", "mendable", "changes"],
            rows: drift.findings.map { finding in
                [
                    finding.host ?? "", finding.resource, finding.nature.rawValue, finding.sentence,
                    finding.mendable ? "true" : "false", finding.changes.map(ChangeText.line).joined(separator: "; "),
                ]
            })
    }
}
