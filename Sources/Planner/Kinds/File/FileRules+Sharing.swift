import BrokerModel

/// A file in which each node has lines of its own, such as the list of what
/// Prometheus scrapes.
extension FileRules {
    /// All of the change is the nodes' when every line that comes or goes
    /// names one of them and nobody else.
    static func share(
        of nodes: NarrowedNodes, in desired: FileSpecification, _ observed: FileObservation?, on host: ObservedHost
    ) -> NodeShare {
        guard !isConfidential(desired), desired.text.digest != observed?.digest else { return .none }
        return desired.contents.withRevealed { wanted in
            guard let found = observed == nil ? "" : host.texts[desired.path] else {
                return nodes.named(in: wanted[...]).selected ? .some("what stands there now is not known") : .none
            }
            return share(of: nodes, in: changedLines(from: found, to: wanted))
        }
    }

    private static func share(of nodes: NarrowedNodes, in lines: [Substring]) -> NodeShare {
        var share = NodeShare.none
        var isTheirsAlone = true
        for line in lines {
            let named = nodes.named(in: line)
            if named.selected { share = .all }
            if !named.selected || named.others { isTheirsAlone = false }
        }
        if isTheirsAlone || share == .none { return share }
        return .some("not only what \(list(nodes.selected)) brings to it changes")
    }

    /// Lines that are in one of the texts only. Brackets and the comma between
    /// the elements of a list say nothing.
    private static func changedLines(from old: String, to new: String) -> [Substring] {
        var surplus: [Substring: Int] = [:]
        for line in lines(of: new) { surplus[line, default: 0] += 1 }
        for line in lines(of: old) { surplus[line, default: 0] -= 1 }
        return surplus.filter { $0.value != 0 }.map(\.key)
    }

    private static func lines(of text: String) -> [Substring] {
        text.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let line = line.last == UInt8(ascii: ",") ? line.dropLast() : line
            return line.contains { $0.isLetter || $0.isDigit || $0 >= 0x80 } ? Substring(line) : nil
        }
    }

    private static func list(_ nodes: Set<CentreID>) -> String { nodes.sorted().map(\.text).joined(separator: ", ") }
}
