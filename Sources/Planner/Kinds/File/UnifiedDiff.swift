/// The difference of two texts in the unified format of `diff -u` (POSIX.1-2017,
/// diff, 4.10.10).
enum UnifiedDiff {
    /// Unchanged lines shown around a change.
    static let contextLines = 3

    /// Above this many lines shown, the rest is only counted.
    static let maximumLines = 200

    /// Nil when the texts are too long to be compared.
    static func text(from old: String, to new: String, path: String) -> String? {
        let oldLines = lines(of: old)
        let newLines = lines(of: new)
        guard let edits = LineEdit.edits(from: oldLines, to: newLines) else { return nil }
        var output = ["--- \(path)", "+++ \(path)"]
        for hunk in hunks(of: edits) {
            output.append(header(of: hunk, in: edits))
            for edit in edits[hunk] { output.append(edit.printed) }
        }
        if output.count > maximumLines {
            let hidden = output.count - maximumLines
            output.removeLast(hidden)
            output.append("… \(hidden) more lines")
        }
        return output.joined(separator: "\n") + "\n"
    }

    /// Without the empty string after a final newline. A last line without
    /// one is marked, so that it differs from the same line with one.
    private static func lines(of text: String) -> [String] {
        guard !text.isEmpty else { return [] }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" {
            lines.removeLast()
        } else {
            lines[lines.count - 1] += "\n\\ No newline at end of file"
        }
        return lines
    }

    /// Ranges of edits that hold changes with their context.
    private static func hunks(of edits: [LineEdit]) -> [Range<Int>] {
        var hunks: [Range<Int>] = []
        for (index, edit) in edits.enumerated() where !edit.isUnchanged {
            let start = max(0, index - contextLines)
            let end = min(edits.count, index + contextLines + 1)
            if let last = hunks.last, last.upperBound >= start {
                hunks[hunks.count - 1] = last.lowerBound..<end
            } else {
                hunks.append(start..<end)
            }
        }
        return hunks
    }

    private static func header(of hunk: Range<Int>, in edits: [LineEdit]) -> String {
        let oldBefore = edits[..<hunk.lowerBound].count { $0.isInOld }
        let newBefore = edits[..<hunk.lowerBound].count { $0.isInNew }
        let oldCount = edits[hunk].count { $0.isInOld }
        let newCount = edits[hunk].count { $0.isInNew }
        // An empty range is given by the line before it.
        let oldStart = oldCount == 0 ? oldBefore : oldBefore + 1
        let newStart = newCount == 0 ? newBefore : newBefore + 1
        return "@@ -\(oldStart),\(oldCount) +\(newStart),\(newCount) @@"
    }
}
