import BrokerModel

extension DraftGraph {
    /// All steps in an order in which they could be carried out one by one:
    /// of those that may be next, the one with the smallest address.
    ///
    /// Steps on a cycle, which no rule makes, come last; the checker refuses
    /// the plan then.
    func topologicalOrder() -> [Int] {
        var successors = [[Int]](repeating: [], count: drafts.count)
        var open = [Int](repeating: 0, count: drafts.count)
        for step in drafts.indices {
            open[step] = predecessors[step].count
            for earlier in predecessors[step] { successors[earlier].append(step) }
        }
        var ready = Heap<Int>()
        for step in drafts.indices where open[step] == 0 { ready.push(step) }
        var order: [Int] = []
        order.reserveCapacity(drafts.count)
        while let next = ready.pop() {
            order.append(next)
            for step in successors[next] {
                open[step] -= 1
                if open[step] == 0 { ready.push(step) }
            }
        }
        return order + drafts.indices.filter { open[$0] > 0 }
    }
}
