import BrokerModel

/// Decides on each step of a plan by itself, from policy and circumstances.
struct Judge {
    var policy: ApplyPolicy
    var pauses: [Pause]

    /// What is left alone because it is fought over.
    var fights: Set<ResourceAddress>

    /// Whether the plan is that of the head of the branch, or of what was gone
    /// back to.
    var isOfHead: Bool

    /// Whether anything was applied yet: before, nothing can have drifted.
    var hasBaseline: Bool
    var isRewritten: Bool

    /// What is held at an earlier commit.
    var pins: [Pin]

    /// Why what failed is not tried now.
    var retryGate: HoldReason?

    /// Why nothing that git changed is applied now.
    var gate: HoldReason?

    /// Why some of what drifted is not mended now.
    var healGates: [ResourceAddress: HoldReason]

    /// What the policy does not admit, whoever approves it.
    var refused: [StepID: HoldReason]

    /// What would bring another image to what keeps data.
    var ofData: Set<StepID>

    /// Whether reviewers were shown something else.
    var isUnlikeReviewed: Bool

    func judge(_ step: Step) -> StepJudgement {
        if let pause = pauses.first(where: { $0.scope.covers(step) }) { return .held(.paused(pause.scope)) }
        let mode = policy.mode(for: step)
        if mode == .observe { return .held(.observed) }
        if let reason = refused[step.id] { return .held(reason) }
        if step.cause == .drift, hasBaseline {
            if fights.contains(step.resource) { return .held(.fight) }
            if policy.heals(step) { return healGates[step.resource].map(StepJudgement.held) ?? .atOnce }
            return isOfHead ? .afterApproval(.policy) : .held(.notHead)
        }
        if isOfHead, pins.contains(where: { $0.scope.covers(step) }) { return judgePinned(step) }
        return judgeChange(mode)
    }

    /// Who goes back has decided, and does not wait for a window. Data is another
    /// matter: what an older program makes of it is for a person to judge.
    private func judgePinned(_ step: Step) -> StepJudgement {
        if ofData.contains(step.id) { return .afterApproval(.data) }
        return retryGate.map(StepJudgement.held) ?? .atOnce
    }

    /// Whether hosts that left the desired state may be let go.
    func judgeDepartures() -> StepJudgement {
        if let pause = pauses.first(where: { $0.scope == .all }) { return .held(.paused(pause.scope)) }
        if policy.apply == .observe { return .held(.observed) }
        if isOfHead, pins.contains(where: { $0.node == nil }) { return retryGate.map(StepJudgement.held) ?? .atOnce }
        return judgeChange(policy.apply)
    }

    /// What git changed.
    private func judgeChange(_ mode: ApplyPolicy.Mode) -> StepJudgement {
        guard isOfHead else { return .held(.notHead) }
        if isRewritten { return .afterApproval(.rewritten) }
        if isUnlikeReviewed { return .afterApproval(.review) }
        if mode == .approval { return .afterApproval(.policy) }
        return gate.map(StepJudgement.held) ?? .atOnce
    }
}
