/// Puts a comment together so that it fits: what has to be there, and of the rest
/// what there is room for, the most important first.
struct CommentDraft {
    private struct Part {
        var block: MarkdownBlock
        /// Lower goes in first; nil has to be there.
        var rank: Int?
    }

    private var parts: [Part] = []

    /// Adds a part that has to be there.
    mutating func require(_ block: MarkdownBlock) {
        parts.append(Part(block: block, rank: nil))
    }

    /// Adds a part that is left out where there is no room.
    ///
    /// - Parameter rank: of two parts the one of the lower rank goes in first; of
    ///   one rank the one that was added first.
    mutating func add(_ block: MarkdownBlock, rank: Int) {
        parts.append(Part(block: block, rank: rank))
    }

    /// The comment, in the order in which the parts were added.
    ///
    /// - Parameter note: says how many parts were left out, at the end.
    func fitted(to limit: CommentLimit, note: (Int) -> MarkdownBlock) -> String {
        var chosen = Set(parts.indices.filter { parts[$0].rank == nil })
        let optional = parts.indices.filter { parts[$0].rank != nil }
        let reserve = note(optional.count).size
        var room = limit.bytes - chosen.reduce(0) { $0 + parts[$1].block.size } - reserve
        for index in optional.sorted(by: { (parts[$0].rank ?? 0, $0) < (parts[$1].rank ?? 0, $1) }) {
            guard parts[index].block.size <= room else { continue }
            room -= parts[index].block.size
            chosen.insert(index)
        }
        let left = parts.count - chosen.count
        let blocks = chosen.sorted().map { parts[$0].block } + (left > 0 ? [note(left)] : [])
        return blocks.map(\.source).joined(separator: "\n")
    }
}
