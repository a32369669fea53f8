import BrokerModel

/// Which steps of a plan may begin: a value that knows the graph and what has
/// ended so far, and nothing else.
struct Schedule {
    private let steps: [StepID: Step]
    private let order: [StepID: Int]
    private var dependents: [StepID: [StepID]] = [:]
    private var waitingFor: [StepID: Int] = [:]
    private var ended: Set<StepID> = []

    init(_ plan: Plan) {
        steps = Dictionary(plan.steps.map { ($0.id, $0) }) { first, _ in first }
        order = Dictionary(plan.steps.enumerated().map { ($0.element.id, $0.offset) }) { first, _ in first }
        for step in plan.steps {
            let known = Set(step.after).filter { steps[$0] != nil }
            waitingFor[step.id] = known.count
            for predecessor in known { dependents[predecessor, default: []].append(step.id) }
        }
    }

    var remaining: Int { steps.count - ended.count }

    /// The steps that wait for nothing, in the plan's order.
    var initial: [Step] {
        inOrder(waitingFor.filter { $0.value == 0 }.map(\.key))
    }

    /// Notes that a step succeeded.
    ///
    /// - Returns: the steps that may begin now.
    mutating func succeeded(_ id: StepID) -> [Step] {
        guard ended.insert(id).inserted else { return [] }
        var free: [StepID] = []
        for dependent in dependents[id] ?? [] {
            let left = (waitingFor[dependent] ?? 1) - 1
            waitingFor[dependent] = left
            if left == 0, !ended.contains(dependent) { free.append(dependent) }
        }
        return inOrder(free)
    }

    /// Notes that a step did not succeed.
    ///
    /// - Returns: all steps that can no longer begin, with the step each of
    ///   them waited for.
    mutating func failed(_ id: StepID) -> [(step: Step, because: StepID)] {
        guard ended.insert(id).inserted else { return [] }
        var skipped: [(step: Step, because: StepID)] = []
        var queue = [id]
        while let next = queue.popLast() {
            for dependent in inOrder(dependents[next] ?? []) where ended.insert(dependent.id).inserted {
                skipped.append((dependent, id))
                queue.append(dependent.id)
            }
        }
        return skipped.sorted { (order[$0.step.id] ?? 0) < (order[$1.step.id] ?? 0) }
    }

    /// All steps that have not ended, in the plan's order.
    var open: [Step] {
        inOrder(steps.keys.filter { !ended.contains($0) })
    }

    private func inOrder(_ ids: [StepID]) -> [Step] {
        ids.sorted { (order[$0] ?? 0) < (order[$1] ?? 0) }.compactMap { steps[$0] }
    }
}
