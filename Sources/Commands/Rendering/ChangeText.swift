import Reconciliation

/// A change of a property for a terminal: a line, or a unified diff.
struct ChangeText {
    let terminal: Terminal

    /// Diffs longer than this are cut with a note; the JSON form has them
    /// whole.
    static let diffLines = 40
    private static let indentation = "      "

    func render(_ change: PlanDocument.Change) -> [String] {
        if let diff = change.diff {
            var all = diff.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            if all.last == "" { all.removeLast() }
            let shown = all.prefix(Self.diffLines).map { Self.indentation + colour(cut($0)) }
            let rest = all.count - shown.count
            return shown + (rest > 0 ? [Self.indentation + "… \(rest) more lines; --format json shows all"] : [])
        }
        return [Self.indentation + cut(Self.line(change))]
    }

    static func line(_ change: PlanDocument.Change) -> String {
        switch (change.from, change.to) {
        case (nil, let to?): "\(change.field): \(shown(to))"
        case (let from?, nil): "\(change.field): \(shown(from)) → (none)"
        case (let from?, let to?): "\(change.field): \(shown(from)) → \(shown(to))"
        case (nil, nil): change.field
        }
    }

    /// Nothing would look like a mistake of the printer.
    private static func shown(_ value: String) -> String { value.isEmpty ? "(empty)" : value }

    private func cut(_ text: String) -> String {
        let room = max(40, terminal.lineWidth - 7)
        return text.count > room ? String(text.prefix(room - 1)) + "…" : text
    }

    private func colour(_ line: String) -> String {
        if line.hasPrefix("+") { return terminal.styled(line, .green) }
        if line.hasPrefix("-") { return terminal.styled(line, .red) }
        if line.hasPrefix("@@") { return terminal.styled(line, .cyan) }
        return line
    }
}
