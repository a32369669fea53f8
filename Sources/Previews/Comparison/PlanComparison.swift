public import BrokerModel

/// What a change adds to the plan there is without it.
///
/// Both plans are made from one observation. A step that both have alike is none
/// of the change's business: it is pending, or mends drift, whether the change is
/// merged or not.
public struct PlanComparison: Sendable {
    /// The steps the change brings or changes, in the order of the plan.
    public var steps: [Step] = []

    /// Those that are there without it and stay: pending.
    public var pending: [Step] = []

    /// Those that are there without it and stay: drift.
    public var drift: [Step] = []

    /// The steps there are without the change that it makes needless.
    public var withdrawn: [Step] = []

    /// - Parameters:
    ///   - base: the plan of the branch as it is.
    ///   - merged: the plan of the branch with the change.
    ///   - key: under which secrets enter digests.
    public init(base: Plan, merged: Plan, key: [UInt8]) {
        let before = Dictionary(base.steps.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for step in merged.steps {
            guard let other = before[step.id], step.asksForTheSame(as: other, key: key) else {
                steps.append(step)
                continue
            }
            if step.cause == .drift { drift.append(step) } else { pending.append(step) }
        }
        let after = Set(merged.steps.map(\.id))
        withdrawn = base.steps.filter { !after.contains($0.id) }
    }
}

extension PlanComparison {
    /// What is there beside the change, counted; nil where nothing is.
    public var standing: Phrase? {
        guard pending.count + drift.count > 0 else { return nil }
        let waits: Phrase = pending.count == 1 ? "1 step is pending" : "\(pending.count) steps are pending"
        let mends: Phrase = drift.count == 1 ? "1 mends drift" : "\(drift.count) mend drift"
        return "Beside it \(waits) and \(mends)"
    }
}

extension Step {
    /// What is other than before, for who reads it: of what comes or goes all is, and
    /// tells nothing.
    public var differences: [FieldChange] { action == .update || action == .replace ? changes : [] }

    /// Whether two steps of one name do the same to one resource. What they found
    /// is the same: there was one observation.
    func asksForTheSame(as other: Step, key: [UInt8]) -> Bool {
        action == other.action && verb == other.verb && resource == other.resource
            && specification?.digest(key: key) == other.specification?.digest(key: key)
    }
}
