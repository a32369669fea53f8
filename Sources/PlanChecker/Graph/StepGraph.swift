import BrokerModel

/// The steps of a plan as a graph: who comes certainly before whom.
struct StepGraph {
    let steps: [Step]

    /// For each step, those it waits for.
    let predecessors: [[Int]]

    /// Positions in one possible order; what comes before stands before.
    let positions: [Int]

    init(_ steps: [Step], _ violations: inout [Violation]) {
        self.steps = steps
        var indices: [StepID: Int] = [:]
        indices.reserveCapacity(steps.count)
        for (index, step) in steps.enumerated() {
            if indices.updateValue(index, forKey: step.id) != nil {
                violations.append(Violation(.duplicateStep, [step.id], "two steps bear this name"))
            }
        }
        var predecessors = [[Int]](repeating: [], count: steps.count)
        for (index, step) in steps.enumerated() {
            for earlier in step.after {
                if let found = indices[earlier] {
                    predecessors[index].append(found)
                } else {
                    violations.append(Violation(.unknownPredecessor, [step.id], "it waits for \(earlier)"))
                }
            }
        }
        self.predecessors = predecessors
        positions = Self.order(steps, predecessors, &violations)
    }

    /// Whether `earlier` has certainly ended when `later` starts.
    func precedes(_ earlier: Int, _ later: Int) -> Bool {
        guard positions[earlier] < positions[later] else { return false }
        if predecessors[later].contains(earlier) { return true }
        var waiting = predecessors[later]
        var seen = Set(waiting)
        while let next = waiting.popLast() {
            if next == earlier { return true }
            // What stands before `earlier` cannot come after it.
            for step in predecessors[next] where positions[step] >= positions[earlier] && seen.insert(step).inserted {
                waiting.append(step)
            }
        }
        return false
    }

    private static func order(
        _ steps: [Step], _ predecessors: [[Int]], _ violations: inout [Violation]
    ) -> [Int] {
        var successors = [[Int]](repeating: [], count: steps.count)
        for (index, earlier) in predecessors.enumerated() {
            for step in earlier { successors[step].append(index) }
        }
        var open = predecessors.map(\.count)
        var ready = steps.indices.filter { open[$0] == 0 }
        var positions = [Int](repeating: 0, count: steps.count)
        var next = 0
        while next < ready.count {
            positions[ready[next]] = next
            for step in successors[ready[next]] {
                open[step] -= 1
                if open[step] == 0 { ready.append(step) }
            }
            next += 1
        }
        if ready.count < steps.count {
            let stuck = steps.indices.filter { open[$0] > 0 }.prefix(8).map { steps[$0].id }
            violations.append(Violation(.cycle, Array(stuck), "these steps wait for each other"))
        }
        return positions
    }
}
