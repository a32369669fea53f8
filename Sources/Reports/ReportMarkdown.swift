import BrokerModel
import History
import Reconciliation

/// A period as markdown, for a page in a wiki or an issue.
struct ReportMarkdown {
    let report: OperationsReport
    let availability: AvailabilityDocument

    /// Before it nothing of the period is recorded here any more; nil when all is.
    var recordedFrom: Timestamp?

    func render() -> String {
        var lines = [
            "# Operations, \(ReportTime.minute(report.period.from)) to \(ReportTime.minute(report.period.to)) UTC",
            "",
            "- Availability \(ShareText.text(availability.fleet.available)) of the time known, goal "
                + "\(ShareText.text(availability.goal)): \(availability.fleet.verdict?.rawValue ?? "nothing to serve")",
            "- \(CountText.text(report.runs, "run")), \(report.failedRuns) of them failed",
            "- From commit to hosts: \(report.medianLeadTime.map(DurationText.text) ?? "-") (median of \(report.leadTimes.count))",
            "- Drift was mended \(CountText.text(report.drifted.reduce(0) { $0 + $1.count }, "time"))",
        ]
        if let recordedFrom {
            lines.append(
                "- What was recorded before \(ReportTime.second(recordedFrom)) UTC was pruned: steps, drift and failures of "
                    + "that time are in the export, and not counted here")
        }
        lines += section(
            "Availability", ["Node", "Available", "Goal", "2", "1", "1 or 2", "0", "Unknown"],
            availability.nodes.worstFirst.map { node in
                [
                    .name(node.centreId ?? ""), .figure(ShareText.text(node.available)),
                    .figure(node.verdict?.rawValue ?? "-"),
                ] + [node.two, node.one, node.oneOrTwo, node.none, node.unknown].map { .figure(Self.span($0)) }
            })
        lines += section(
            "Deployments", ["Day", "Succeeded", "Failed", "Drift mended"],
            report.days.filter { $0.succeeded + $0.failed + $0.mended > 0 }
                .map { [.figure($0.date)] + [$0.succeeded, $0.failed, $0.mended].map { .figure(String($0)) } })
        lines += section(
            "From commit to hosts", ["Commit", "Summary", "Run", "Took"],
            report.leadTimes.reversed().map {
                [
                    .name(String($0.commit.prefix(8))), .prose($0.summary), .figure(String($0.run)),
                    .figure(DurationText.text($0.duration)),
                ]
            })
        lines += section("Drift that was mended", ["Resource", "Times"], Self.rows(report.drifted))
        lines += section("Failures", ["Code", "Steps"], Self.rows(report.failures))
        lines += section("Runs, by who started them", ["Who", "Runs"], Self.rows(report.actors))
        lines += section(
            "Decisions", ["Who", "Verdict", "Plans"],
            report.decisions.map { [.name($0.actor), .figure($0.verdict), .figure(String($0.count))] })
        return lines.joined(separator: "\n") + "\n"
    }

    private static func rows(_ counts: [ReportFacts.Count]) -> [[ReportCell]] {
        counts.map { [.name($0.name), .figure(String($0.count))] }
    }

    private static func span(_ seconds: Double) -> String {
        seconds > 0 ? DurationText.text(.milliseconds(Int64(seconds * 1000))) : "-"
    }

    private func section(_ title: String, _ header: [String], _ rows: [[ReportCell]]) -> [String] {
        guard !rows.isEmpty else { return ["", "## \(title)", "", "None in this period."] }
        let table = [header, header.map { _ in "---" }] + rows.map { $0.map(\.source) }
        return ["", "## \(title)", ""] + table.map { "| " + $0.joined(separator: " | ") + " |" }
    }
}
