import BrokerModel

/// A change turned round: plans say what they will do, drift tells what was
/// done.
enum HandEdit {
    static func reversed(_ change: FieldChange) -> FieldChange {
        // Of a secret only that it changed is known, either way.
        guard change.to != FieldChange.secretChanged else {
            return FieldChange(field: change.field, from: nil, to: change.to)
        }
        return FieldChange(field: change.field, from: change.to, to: change.from, diff: change.diff.map(reversed))
    }

    /// What leads back from the new text to the old one. Removed lines stay
    /// before added ones, as everybody writes it.
    static func reversed(_ diff: String) -> String {
        var lines: [String] = []
        var removed: [String] = []
        var added: [String] = []
        func flush() {
            lines += removed + added
            removed = []
            added = []
        }
        for line in diff.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("--- ") && lines.isEmpty || line.hasPrefix("+++ ") && lines.count == 1 {
                lines.append(String(line))
            } else if line.hasPrefix("-") {
                added.append("+" + line.dropFirst())
            } else if line.hasPrefix("+") {
                removed.append("-" + line.dropFirst())
            } else if line.hasPrefix("@@") {
                flush()
                lines.append(swappedRanges(line))
            } else if line.hasPrefix("\\") {
                // "No newline at end of file" belongs to the line before it.
                if added.isEmpty { removed.append(String(line)) } else { added.append(String(line)) }
            } else {
                flush()
                lines.append(String(line))
            }
        }
        flush()
        return lines.joined(separator: "\n")
    }

    /// `@@ -19,4 +19,3 @@` with its two ranges in the other order.
    private static func swappedRanges(_ line: Substring) -> String {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count >= 4, words[1].hasPrefix("-"), words[2].hasPrefix("+") else { return String(line) }
        let swapped = ["@@", "-" + words[2].dropFirst(), "+" + words[1].dropFirst()] + words.dropFirst(3).map(String.init)
        return swapped.joined(separator: " ")
    }
}
