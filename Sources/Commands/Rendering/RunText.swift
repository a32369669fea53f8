import BrokerModel
import Ledger
import Reconciliation
import Reports

/// One run for a terminal: who, what, when, and every step with its outcome.
struct RunText {
    let detail: RunDetail
    let terminal: Terminal
    var approval: RunApproval?

    func render() -> String {
        let run = detail.summary
        var lines = ["\(terminal.styled("Run \(run.id)", .bold)): \(outcome(run.outcome ?? "open"))"]
        lines.append("  by       \(run.actor), \(run.command)")
        lines.append("  started  \(run.startedAt)" + (run.endedAt.map { ", took \(DurationText.text($0 - run.startedAt))" } ?? ""))
        if let commit = run.commit {
            lines.append("  commit   \(commit.prefix(10)) \(run.commitSummary ?? "")" + (run.author.map { ", by \($0)" } ?? ""))
        }
        if let signer = detail.signer { lines.append("  signed   by \(signer)") }
        if let approval { lines.append("  approved \(Self.text(approval))") }
        if let digest = run.planDigest { lines.append("  plan     \(digest)") }
        lines.append(
            run.isPruned
                ? "  steps    removed from the ledger ('isobar audit prune'): they are in the export"
                : "  steps    \(run.stepsSucceeded) succeeded, \(run.stepsFailed) failed, \(run.stepsSkipped) skipped")
        let impact = ImpactText.lines(of: RunImpact.all(of: detail.steps))
        for (number, line) in impact.enumerated() { lines.append("  \(number == 0 ? "reduced " : "        ") \(line)") }
        let unknown = detail.steps.filter { $0.outcome == "unknown" }
        if run.outcome == RunOutcome.abandoned.rawValue {
            lines.append(
                "  killed before it ended; "
                    + (unknown.isEmpty ? "no step was at hand" : "at hand, and may or may not have taken effect:"))
            lines += unknown.map { "    \($0.action) \($0.resource)" }
        }
        if !detail.steps.isEmpty { lines.append("") }
        for step in detail.steps { lines += render(step) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(_ approval: RunApproval) -> String {
        "by \(approval.actor), \(approval.at)" + (approval.allowedDeletes.map { ", up to \($0) deletions" } ?? "")
            + (approval.reason.map { ": \($0)" } ?? "")
    }

    private func render(_ step: StepRecord) -> [String] {
        let sign = StepAction(rawValue: step.action).map { terminal.styled(PlanText.sign($0), PlanText.style($0)) } ?? ""
        var duration = ""
        if let begun = step.intendedAt, let ended = step.endedAt { duration = ", \(DurationText.text(ended - begun))" }
        if let away = step.away { duration += ", away for \(DurationText.text(away))" }
        if step.cause == StepCause.drift.rawValue { duration += ", drift" }
        var lines = ["  \(sign) \(step.resource): \(outcome(step.outcome ?? "at hand"))\(terminal.styled(duration, .dim))"]
        for change in step.changes { lines += ChangeText(terminal: terminal).render(PlanDocument.Change(change)) }
        if let text = step.detail {
            lines += text.split(separator: "\n").map { "      \($0)" }
        }
        return lines
    }

    private func outcome(_ word: String) -> String {
        switch word {
        case "succeeded": terminal.styled(word, .green)
        case "skipped", "incomplete", "interrupted", "at hand", "open": terminal.styled(word, .yellow)
        default: terminal.styled(word, .red)
        }
    }
}
