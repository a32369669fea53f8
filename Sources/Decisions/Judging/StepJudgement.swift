/// What becomes of a step.
enum StepJudgement: Sendable, Equatable {
    case atOnce
    case afterApproval(ApprovalReason)
    case held(HoldReason)

    var isHeld: Bool { if case .held = self { true } else { false } }
}
