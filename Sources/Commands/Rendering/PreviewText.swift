import BrokerModel
import Previews
import Reconciliation

/// A preview for a terminal: what is to be weighed first, then the steps, the
/// verdict last, where the eye is.
struct PreviewText {
    let preview: Preview
    let terminal: Terminal

    init(_ preview: Preview, terminal: Terminal) {
        self.preview = preview
        self.terminal = terminal
    }

    func render() -> String {
        let lines =
            switch preview.outcome {
            case .planned(let change): planned(change)
            case .conflicting(let files):
                files.map { "! " + $0 } + ["", "It cannot be merged: both sides changed these files."]
            case .invalid(let diagnostics):
                diagnostics.sorted().map(\.description) + ["", "Merging gives no valid desired state."]
            case .failed(let failure): ["It cannot be previewed: \(failure)"]
            }
        return lines.joined(separator: "\n") + "\n"
    }

    private func planned(_ change: PlannedChange) -> [String] {
        var lines: [String] = []
        let steps = Dictionary(grouping: change.comparison.steps, by: \.resource.scope)
        for scope in steps.keys.sorted() {
            lines.append(terminal.styled(scope, .bold))
            for step in steps[scope] ?? [] { lines += describe(step, below: scope) }
            lines.append("")
        }
        for (reason, names) in Self.obstacles(change.conflicts) {
            lines += prose(names.joined(separator: ", "), after: "! ", .red) + prose(reason, after: "    ", nil, indent: 4)
        }
        for (host, failure) in change.unreachable.sorted(by: { $0.key < $1.key }) {
            lines += prose(failure.response, after: "? \(host) could not be looked at: ", .yellow)
        }
        lines += change.warnings.flatMap { prose($0, after: "warning: ", .yellow) }
        lines += change.consequences.flatMap { prose($0.text, after: "* ", nil) }
        for policy in change.policies where policy.isBroken {
            let word = "\(policy.policy.rawValue): \(policy.outcome.rawValue): "
            let style = policy.outcome == .fail ? Style.red : .yellow
            lines += policy.findings.flatMap { prose($0.text, after: word, style) }
        }
        lines += change.provisional.flatMap { prose($0.text, after: "provisional: ", .yellow) }
        if let standing = change.comparison.standing {
            lines += prose(standing.text + ", with or without it.", after: "", nil, indent: 0)
        }
        let digest = change.isOffline ? "offline" : change.digest.description.prefix(19)
        let sides = "\(preview.head.abbreviated) on \(preview.base.abbreviated)"
        lines += prose("Preview \(digest) of \(sides): \(change.sentence.text).", after: "", nil, indent: 0)
        return lines
    }

    private func prose(_ text: String, after head: String, _ style: Style?, indent: Int = 2) -> [String] {
        let styled = style.map { terminal.styled(head, $0) } ?? head
        var lines = WrappedText.lines(
            text, width: terminal.lineWidth, first: head.count, indentation: String(repeating: " ", count: indent))
        lines = [styled + (lines.first ?? "")] + lines.dropFirst()
        return lines
    }

    /// Each reason once, with all that it is the reason of.
    private static func obstacles(_ conflicts: [Conflict]) -> [(reason: String, names: [String])] {
        var found: [(reason: String, names: [String])] = []
        for conflict in conflicts {
            let name = conflict.resource.description
            if let index = found.firstIndex(where: { $0.reason == conflict.explanation }) {
                found[index].names.append(name)
            } else {
                found.append((conflict.explanation, [name]))
            }
        }
        return found
    }

    private func describe(_ step: Step, below scope: String) -> [String] {
        let name = step.resource.description.dropFirst(scope.count + 1)
        let note = step.action == .run ? terminal.styled(" (\(step.verb))", .dim) : ""
        let head = "  " + terminal.styled(PlanText.sign(step.action), PlanText.style(step.action)) + " \(name)\(note)"
        return [head] + step.differences.flatMap { ChangeText(terminal: terminal).render(PlanDocument.Change($0)) }
    }
}
