public import Planner

/// What drift is asked for.
public struct DriftRequest: Sendable {
    public var scope: PlanScope

    /// Whether to compare what the ledger remembers, without a look.
    public var isCached: Bool

    public init(scope: PlanScope = PlanScope(), isCached: Bool = false) {
        self.scope = scope
        self.isCached = isCached
    }
}
