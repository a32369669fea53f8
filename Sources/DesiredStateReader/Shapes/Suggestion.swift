/// Finds what somebody may have meant.
package enum Suggestion {
    /// The candidate nearest to `text`, if one is so near that a slip of the
    /// fingers explains the difference.
    package static func nearest(to text: String, among candidates: some Sequence<String>) -> String? {
        guard text.utf8.count <= 64 else { return nil }
        let typed = Array(text.lowercased().unicodeScalars)
        let limit = max(1, typed.count / 3)
        var best: (text: String, distance: Int)?
        for candidate in candidates where candidate.utf8.count <= 64 {
            let known = Array(candidate.lowercased().unicodeScalars)
            // What is only cut short is nearer than it looks.
            let isBeginning = typed.count >= 4 && known.starts(with: typed)
            let distance = isBeginning ? 1 : distance(typed, known)
            if distance <= limit, distance < best?.distance ?? Int.max { best = (candidate, distance) }
        }
        return best?.text
    }

    /// `did you mean "…"?` for the nearest candidate.
    package static func hint(for text: String, among candidates: some Sequence<String>) -> String? {
        nearest(to: text, among: candidates).map { "did you mean \($0.quoted)?" }
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn
    /// one text into the other (optimal string alignment distance).
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var current = [i + 1]
            current.reserveCapacity(b.count + 1)
            for (j, right) in b.enumerated() {
                var best = min(previous[j] + (left == right ? 0 : 1), previous[j + 1] + 1, current[j] + 1)
                if i > 0, j > 0, left == b[j - 1], a[i - 1] == right {
                    best = min(best, beforePrevious[j - 1] + 1)
                }
                current.append(best)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[b.count]
    }
}
