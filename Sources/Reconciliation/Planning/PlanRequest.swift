public import Planner

/// What a plan is asked for.
public struct PlanRequest: Sendable {
    /// A branch, tag or commit; nil means the head of the branch.
    public var revision: String?
    public var scope: PlanScope

    public init(revision: String? = nil, scope: PlanScope = PlanScope()) {
        self.revision = revision
        self.scope = scope
    }
}
