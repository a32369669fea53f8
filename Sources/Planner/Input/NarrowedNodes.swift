import BrokerModel

/// The nodes a plan is narrowed to, among all that are wanted.
struct NarrowedNodes {
    let selected: Set<CentreID>

    /// The others that are known, without the broker itself, whose centre-id
    /// may stand anywhere.
    let others: Set<CentreID>

    init(_ input: PlanningInput) {
        selected = input.scope.nodes.subtracting([input.broker])
        var known: Set<CentreID> = []
        for resource in input.resources {
            if let set = resource.redundancy, set.role == .node, let node = CentreID(set.set) { known.insert(node) }
        }
        others = known.subtracting(selected).subtracting([input.broker])
    }

    /// Which of the nodes a text names.
    func named(in text: Substring) -> (selected: Bool, others: Bool) {
        var named = (selected: false, others: false)
        for word in text.utf8.split(whereSeparator: { !Self.isPartOfCentreID($0) }) {
            guard let centre = CentreID(String(Substring(word))) else { continue }
            named.selected = named.selected || selected.contains(centre)
            named.others = named.others || others.contains(centre)
        }
        return named
    }

    private static func isPartOfCentreID(_ byte: UInt8) -> Bool {
        byte.isLowercaseLetter || byte.isDigit || byte == UInt8(ascii: "-")
    }
}
