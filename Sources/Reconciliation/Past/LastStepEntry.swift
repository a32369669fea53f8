public import History

/// The last step on a resource, as JSON.
public struct LastStepEntry: Encodable, Sendable, Equatable {
    public let run: Int64
    public let actor: String
    public let commit: String?
    public let action: String
    public let outcome: String

    public init(_ step: PastResource.LastStep) {
        run = step.run
        actor = step.actor
        commit = step.commit
        action = step.action
        outcome = step.outcome
    }
}
