import BrokerModel
import Reconciliation

/// A plan as GitHub-flavoured markdown, for issues and pull requests.
struct PlanMarkdown {
    let plan: PlanDocument

    func render() -> String {
        let counts = plan.summary
        var lines = [
            "**Plan** of commit \(MarkdownText.code(String(plan.commit.prefix(10)))): \(counts.create) to create, "
                + "\(counts.update) to update, \(counts.replace) to replace, \(counts.delete) to delete, \(counts.run) to run.",
            "",
        ]
        if !plan.steps.isEmpty {
            lines += ["| host | | resource | cause |", "|---|---|---|---|"]
            for step in plan.steps {
                let parts = step.resource.split(separator: "/", maxSplits: 1)
                let name = parts.count == 2 ? String(parts[1]) : step.resource
                lines.append(
                    "| \(MarkdownText.cell(String(parts.first ?? ""))) | \(PlanText.sign(step.action)) "
                        + "\(step.action.rawValue) | \(MarkdownText.code(name)) | \(step.cause.rawValue) |")
            }
            lines.append("")
        }
        for step in plan.steps where !step.changes.isEmpty {
            lines += details(of: step)
        }
        for conflict in plan.conflicts {
            lines.append("- **conflict** \(MarkdownText.code(conflict.resource)): \(MarkdownText.cell(conflict.explanation))")
        }
        for host in plan.unreachable {
            lines.append("- **unreachable** \(MarkdownText.code(host.host)): \(MarkdownText.cell(host.message))")
        }
        for warning in plan.warnings {
            lines.append("- **warning** \(MarkdownText.cell(warning))")
        }
        lines += ["", "Digest \(MarkdownText.code(plan.digest)), observed \(plan.observedAt)\(plan.remembered == nil ? "" : " and not looked at again since")."]
        return lines.joined(separator: "\n") + "\n"
    }

    private func details(of step: PlanDocument.StepEntry) -> [String] {
        var lines = ["<details><summary>\(MarkdownText.html(step.resource))</summary>", ""]
        for change in step.changes {
            if let diff = change.diff {
                lines += MarkdownText.fenced(diff, language: "diff")
            } else {
                let from = change.from.map(MarkdownText.code) ?? "(none)"
                let to = change.to.map(MarkdownText.code) ?? "(none)"
                lines.append("- \(MarkdownText.cell(change.field)): \(from) → \(to)")
            }
        }
        return lines + ["", "</details>", ""]
    }
}
