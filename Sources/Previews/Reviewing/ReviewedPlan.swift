public import BrokerModel

/// What the reviewers of a change were shown that merging it would set going.
public struct ReviewedPlan: Sendable {
    /// Of the plan after merging.
    public var digest: Digest

    /// All steps of that plan, what was pending without the change included.
    let steps: [StepID: Step]

    /// Those that the change brings.
    let own: [Step]

    public init(_ change: PlannedChange) {
        digest = change.digest
        own = change.comparison.steps
        let all = own + change.comparison.pending + change.comparison.drift
        steps = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
