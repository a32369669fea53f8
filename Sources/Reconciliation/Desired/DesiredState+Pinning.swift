import BrokerModel

extension DesiredState {
    /// Puts a node in the place of the one with its centre-id, or beside the others.
    mutating func put(_ node: Node) {
        nodes.removeAll { $0.centreID == node.centreID }
        nodes.insert(node, at: nodes.firstIndex { node.centreID < $0.centreID } ?? nodes.endIndex)
    }
}
