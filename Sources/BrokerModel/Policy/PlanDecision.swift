/// What a person decided on a plan that waits. It holds for exactly that plan.
public struct PlanDecision: Sendable, Equatable {
    public enum Verdict: String, Sendable, Hashable, CaseIterable {
        case approved
        case rejected
    }

    public var plan: Digest
    public var verdict: Verdict

    /// A person: `ada@wmanage`.
    public var actor: String
    public var reason: String?

    /// How many nodes and hosts may be deleted, in place of the limits.
    public var allowedDeletes: Int?

    public init(
        plan: Digest, verdict: Verdict, actor: String, reason: String? = nil, allowedDeletes: Int? = nil
    ) {
        self.plan = plan
        self.verdict = verdict
        self.actor = actor
        self.reason = reason
        self.allowedDeletes = allowedDeletes
    }
}
