import BrokerModel
import Previews
import Reconciliation

/// A plan as GitHub-flavoured markdown, for issues and pull requests.
struct PlanMarkdown {
    let plan: PlanDocument

    func render() -> String {
        let counts = plan.summary
        let changes: Markdown =
            "\(counts.create) to create, \(counts.update) to update, \(counts.replace) to replace, \(counts.delete) to delete"
        let commit: Markdown = "\(code: String(plan.commit.prefix(10)))"
        var blocks: [MarkdownBlock] = [
            .paragraph("**Plan** of commit \(commit): \(changes), \(counts.run) to run.")
        ]
        if !plan.steps.isEmpty { blocks.append(table) }
        blocks += plan.steps.filter { !$0.changes.isEmpty }.map(details)
        if !remarks.isEmpty { blocks.append(.list(remarks)) }
        let age: Markdown = plan.remembered == nil ? "" : " and not looked at again since"
        blocks.append(.paragraph("Digest \(code: plan.digest), observed \(text: plan.observedAt)\(age)."))
        return blocks.map(\.source).joined(separator: "\n")
    }

    private var table: MarkdownBlock {
        .table(
            ["host", "", "resource", "cause"],
            plan.steps.map { step in
                let parts = step.resource.split(separator: "/", maxSplits: 1)
                return [
                    "\(code: String(parts.first ?? ""))",
                    "\(code: PlanText.sign(step.action)) \(text: step.action.rawValue)",
                    "\(code: parts.count == 2 ? String(parts[1]) : step.resource)", "\(text: step.cause.rawValue)",
                ]
            })
    }

    private func details(of step: PlanDocument.StepEntry) -> MarkdownBlock {
        .details(
            summary: step.resource,
            step.changes.map { change in
                if let diff = change.diff { return .fence(diff, language: "diff") }
                let from: Markdown = change.from.map { "\(code: $0)" } ?? "(none)"
                let to: Markdown = change.to.map { "\(code: $0)" } ?? "(none)"
                return .list(["\(code: change.field): \(from) → \(to)"])
            })
    }

    private var remarks: [Markdown] {
        plan.conflicts.map { "**conflict** \(code: $0.resource): \(text: $0.explanation)" }
            + plan.unreachable.map { "**unreachable** \(code: $0.host): \(text: $0.message)" }
            + plan.warnings.map { "**warning** \(text: $0)" }
    }
}
