public import BrokerModel

/// What the reviewers of a change were shown that merging it would set going.
public struct ReviewedPlan: Sendable {
    /// Of the plan after merging.
    public var digest: Digest

    /// The steps that the change brings. What was pending without it was only counted,
    /// and nobody was shown it.
    let own: [Step]

    public init(_ change: PlannedChange) {
        digest = change.digest
        own = change.comparison.steps
    }
}
