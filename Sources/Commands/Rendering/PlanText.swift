import BrokerModel
import Reconciliation

/// A plan for a terminal: one line a step, grouped by host, the changes below,
/// the summary last (CONTRACT section 5).
struct PlanText {
    let plan: PlanDocument
    let terminal: Terminal

    /// Tells how old a plan from the last observation is.
    var now: Timestamp?

    func render() -> String {
        var lines: [String] = []
        if let remembered = plan.remembered, let now { lines += [RememberedText.line(remembered, now: now), ""] }
        let steps = Dictionary(grouping: plan.steps) { scope(of: $0) }
        for scope in steps.keys.sorted() {
            lines.append(terminal.styled(scope, .bold))
            for step in steps[scope] ?? [] { lines += render(step, below: scope) }
            lines.append("")
        }
        for conflict in plan.conflicts {
            lines.append(terminal.styled("! \(conflict.resource)", .red))
            lines.append("    \(conflict.explanation)")
        }
        for host in plan.unreachable {
            lines.append(terminal.styled("? \(host.host) could not be looked at; nothing is planned for it", .yellow))
            lines += host.message.split(separator: "\n").map { "    \($0)" }
        }
        for warning in plan.warnings {
            lines.append(terminal.styled("warning: ", .yellow) + warning)
        }
        lines += ImpactText.lines(of: plan)
        lines.append(summary)
        return lines.joined(separator: "\n") + "\n"
    }

    /// `Plan: 4 to create, …`, or that there is nothing to do.
    var summary: String {
        guard !plan.steps.isEmpty else {
            let narrowed = plan.scope.hosts + plan.scope.nodes
            let within = narrowed.isEmpty ? "" : "within \(Self.list(narrowed, limit: 4)) "
            let commit = "commit \(plan.commit.prefix(10))"
            let unseen = plan.unreachable.count
            guard plan.conflicts.isEmpty else {
                return "Nothing can be done for \(commit)\(unseen == 0 ? "" : ", as far as could be seen")."
            }
            // Of hosts that nobody saw it cannot be said that they are right.
            guard unseen == 0 else {
                return "Nothing is planned: \(unseen) \(unseen == 1 ? "host" : "hosts") could not be looked at; "
                    + "\(within)what could be seen is as \(commit) wants it."
            }
            let part = narrowed.isEmpty ? "the hosts are" : "\(within)all is"
            return "Nothing to do: \(part) as \(commit) wants\(narrowed.isEmpty ? " them" : "")."
        }
        return "Plan \(plan.digest.prefix(19)) of commit \(plan.commit.prefix(10)): "
            + "\(plan.summary.text)."
    }

    private func scope(of step: PlanDocument.StepEntry) -> String {
        String(step.resource.prefix { $0 != "/" })
    }

    private func render(_ step: PlanDocument.StepEntry, below scope: String) -> [String] {
        let name = step.resource.dropFirst(scope.count + 1)
        let note = step.cause == .drift ? "drift" : ""
        var head = "  " + terminal.styled(Self.sign(step.action), Self.style(step.action)) + " \(name)"
        let detail = [verb(of: step), note].filter { !$0.isEmpty }.joined(separator: ", ")
        if !detail.isEmpty { head += terminal.styled(" (\(detail))", .dim) }
        var lines = [head]
        for change in step.changes { lines += ChangeText(terminal: terminal).render(change) }
        return lines
    }

    /// What a step runs, which its id tells: `…#reload`.
    private func verb(of step: PlanDocument.StepEntry) -> String {
        guard step.action == .run, let mark = step.id.lastIndex(of: "#") else { return "" }
        return String(step.id[step.id.index(after: mark)...])
    }

    static func sign(_ action: StepAction) -> String {
        switch action {
        case .create: "+"
        case .update: "~"
        case .replace: "-/+"
        case .delete: "-"
        case .run: ">"
        }
    }

    static func style(_ action: StepAction) -> Style {
        switch action {
        case .create: .green
        case .update, .replace: .yellow
        case .delete: .red
        case .run: .cyan
        }
    }

    static func list(_ names: [String], limit: Int) -> String {
        let shown = names.prefix(limit).joined(separator: ", ")
        return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
    }
}
