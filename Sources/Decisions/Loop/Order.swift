public import BrokerModel

/// What is to be carried out.
public struct Order: Sendable {
    public enum Purpose: String, Sendable {
        /// Bring what git changed, and mend what drifted with it.
        case change
        /// Mend what drifted, nothing else.
        case heal
    }

    public var commit: CommitID
    public var purpose: Purpose

    /// Exactly this: all of the plan of the look before, or a part of it.
    public var plan: Plan

    /// Whether nothing was left out, so that the hosts are as the commit wants
    /// them afterwards.
    public var isWhole: Bool

    /// Who approved it; nil when nobody had to.
    public var approval: PlanDecision?

    /// Who had the broker go back to this commit; nil when nobody did.
    public var pinnedBy: String?

    /// Whose run it is; nil when it is the service's own.
    public var actor: String? { approval?.actor ?? pinnedBy }
}
