import BrokerModel
import Reconciliation

/// Drift for a terminal: what happened on each host in an operator's words,
/// below it what was changed, from how it was applied to how it is now; the
/// summary last.
struct DriftText {
    let drift: DriftDocument
    let now: Timestamp
    let terminal: Terminal

    func render() -> String {
        var lines: [String] = []
        if let remembered = drift.remembered { lines += [RememberedText.line(remembered, now: now), ""] }
        let byHost = Dictionary(grouping: drift.findings) { $0.host ?? "" }
        for host in byHost.keys.sorted() {
            lines.append(terminal.styled(host.isEmpty ? "the broker" : host, .bold))
            for finding in byHost[host] ?? [] { lines += render(finding) }
            lines.append("")
        }
        for host in drift.unreachable {
            lines.append(terminal.styled("? \(host.host) could not be looked at: what happened there is unknown", .yellow))
            lines += host.message.split(separator: "\n").map { "    \($0)" }
        }
        for warning in drift.warnings { lines.append(terminal.styled("warning: ", .yellow) + warning) }
        if drift.summary.drifted > 0, drift.summary.pending > 0, let applied = drift.appliedCommit {
            lines.append("Only the drift, without what is pending: isobar apply --ref \(applied.prefix(10))")
        }
        lines.append(summary)
        return lines.joined(separator: "\n") + "\n"
    }

    private func render(_ finding: DriftDocument.Finding) -> [String] {
        var lines = WrappedText.lines(finding.sentence, width: terminal.lineWidth, first: 4, indentation: "    ")
        lines = ["  " + terminal.styled("!", .red) + " " + (lines.first ?? "")] + lines.dropFirst()
        if !finding.mendable { lines.append(terminal.styled("      left alone by isobar apply", .dim)) }
        for change in finding.changes { lines += ChangeText(terminal: terminal).render(change) }
        return lines
    }

    private var summary: String {
        guard let applied = drift.appliedCommit else {
            return "Nothing was applied yet, so nothing can have drifted; \(pending)."
                + (drift.summary.pending > 0 ? " See it with: isobar plan" : "")
        }
        let scope = drift.scope.hosts + drift.scope.nodes
        let subject = scope.isEmpty ? "" : " within \(PlanText.list(scope, limit: 3))"
        let unknown = drift.unreachable.isEmpty ? "" : ", as far as could be seen"
        guard drift.summary.drifted > 0 else {
            return terminal.styled("No drift", .green)
                + "\(subject) from commit \(applied.prefix(10))\(unknown); \(pending)."
                + (drift.summary.pending > 0 ? " See it with: isobar plan" : "")
        }
        let things = drift.summary.drifted == 1 ? "1 thing" : "\(drift.summary.drifted) things"
        let hosts = drift.summary.hosts == 1 ? "1 host" : "\(drift.summary.hosts) hosts"
        return terminal.styled("\(things) drifted on \(hosts)", .red) + "\(subject)\(unknown); \(pending); \(remedy)"
    }

    private var pending: String {
        let counts = [
            drift.summary.pending > 0 ? "\(drift.summary.pending) \(Self.changes(drift.summary.pending)) pending" : nil,
            drift.departedHosts.isEmpty
                ? nil : "\(PlanText.list(drift.departedHosts, limit: 3)) left hosts.yaml",
        ].compactMap { $0 }
        guard !counts.isEmpty else { return "nothing is pending" }
        return terminal.styled(counts.joined(separator: ", "), .yellow) + " from commit \(drift.headCommit.prefix(10))"
    }

    private var remedy: String {
        let mendable = drift.findings.count(where: \.mendable)
        if mendable == 0 { return "apply does not touch what is not Isobar's: put it right by hand" }
        let rest = drift.findings.count - mendable
        return "mend with: isobar apply" + (rest > 0 ? " (\(rest) to be put right by hand)" : "")
    }

    private static func changes(_ count: Int) -> String { count == 1 ? "change" : "changes" }
}
