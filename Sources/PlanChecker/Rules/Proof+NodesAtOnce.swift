import BrokerModel

extension Proof {
    /// No more than `nodesAtOnce` nodes are on fewer instances at any time.
    ///
    /// A node is from the start of its first disturbing step to the end of its
    /// last. If all nodes fit into that many rows, in each of which one node
    /// ends before the next begins, no order of execution exceeds the number
    /// (Dilworth: an antichain is no larger than a cover by chains). Rows are
    /// filled greedily, which finds the rows of a plan made in lanes.
    mutating func checkNodesAtOnce() {
        let nodes = disturbedSets().filter { $0.0.isNode && !isGoing($0.0, $0.1) }.map(\.1.disturbing)
        let spans = nodes.compactMap { steps in
            steps.first.flatMap { first in steps.last.map { (first: first, last: $0) } }
        }.sorted { graph.positions[$0.first] < graph.positions[$1.first] }
        var rowByEnd: [Int: Int] = [:]
        var ends: [Int] = []
        for span in spans {
            // Most plans name the node before directly.
            let direct = graph.predecessors[span.first].first { rowByEnd[$0] != nil }
            let end = direct ?? ends.first { graph.precedes($0, span.first) }
            if let end, let row = rowByEnd.removeValue(forKey: end) {
                ends[row] = span.last
                rowByEnd[span.last] = row
            } else {
                rowByEnd[span.last] = ends.count
                ends.append(span.last)
            }
            if ends.count > max(1, input.limits.nodesAtOnce) {
                report(
                    .tooManyNodes, [span.first],
                    "more than \(input.limits.nodesAtOnce) nodes can be on fewer instances at the same time")
                return
            }
        }
    }
}
