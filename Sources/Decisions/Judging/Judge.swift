import BrokerModel

/// Decides on each step of a plan by itself, from policy and circumstances.
struct Judge {
    var policy: ApplyPolicy
    var pauses: [Pause]

    /// What is left alone because it is fought over.
    var fights: Set<ResourceAddress>

    /// Whether the plan is that of the head of the branch.
    var isOfHead: Bool

    /// Whether anything was applied yet: before, nothing can have drifted.
    var hasBaseline: Bool
    var isRewritten: Bool

    /// Why nothing that git changed is applied now.
    var gate: HoldReason?

    /// Why nothing that drifted is mended now.
    var healGate: HoldReason?

    /// What the policy does not admit, whoever approves it.
    var refused: [StepID: HoldReason]

    func judge(_ step: Step) -> StepJudgement {
        if let pause = pauses.first(where: { $0.scope.covers(step) }) { return .held(.paused(pause.scope)) }
        let mode = policy.mode(for: step)
        if mode == .observe { return .held(.observed) }
        if let reason = refused[step.id] { return .held(reason) }
        if step.cause == .drift, hasBaseline {
            if fights.contains(step.resource) { return .held(.fight) }
            if policy.heals(step) { return healGate.map(StepJudgement.held) ?? .atOnce }
            return isOfHead ? .afterApproval(.policy) : .held(.notHead)
        }
        return judgeChange(mode)
    }

    /// Whether hosts that left the desired state may be let go.
    func judgeDepartures() -> StepJudgement {
        if let pause = pauses.first(where: { $0.scope == .all }) { return .held(.paused(pause.scope)) }
        return policy.apply == .observe ? .held(.observed) : judgeChange(policy.apply)
    }

    /// What git changed.
    private func judgeChange(_ mode: ApplyPolicy.Mode) -> StepJudgement {
        guard isOfHead else { return .held(.notHead) }
        if isRewritten { return .afterApproval(.rewritten) }
        if mode == .approval { return .afterApproval(.policy) }
        return gate.map(StepJudgement.held) ?? .atOnce
    }
}
