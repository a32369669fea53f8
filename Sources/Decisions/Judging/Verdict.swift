import BrokerModel
import Planner

/// What is to be done about a plan.
struct Verdict: Sendable {
    /// May be carried out now; perhaps nothing.
    var atOnce: Plan

    /// May be carried out once a person approved it; with what needs no
    /// approval.
    var withApproval: Plan

    /// Why a person has to decide; none when nobody has to.
    var reasons: Set<ApprovalReason> = []

    /// Why something is held back.
    var holds: Set<HoldReason> = []

    /// What may be carried out, yet comes after a step that may not.
    var behind: [ResourceAddress] = []

    init(_ judge: Judge, _ look: PlannedLook, key: [UInt8]) {
        var judgements = Judgements(judge, look.plan)
        atOnce = judgements.part(of: look.plan, key: key) { $0 == .atOnce }
        if atOnce.deletions > look.deleteLimit {
            judgements.replaceAtOnce(by: .afterApproval(.deletes(atOnce.deletions, limit: look.deleteLimit)))
            atOnce = judgements.part(of: look.plan, key: key) { $0 == .atOnce }
        }
        withApproval = judgements.part(of: look.plan, key: key) { !$0.isHeld }
        for judgement in judgements.all {
            switch judgement {
            case .atOnce: break
            case .afterApproval(let reason): reasons.insert(reason)
            case .held(let reason): holds.insert(reason)
            }
        }
        if !reasons.isEmpty, withApproval.deletions > look.deleteLimit {
            reasons.insert(.deletes(withApproval.deletions, limit: look.deleteLimit))
        }
        behind = judgements.behind(in: look.plan, atOnce, withApproval)
    }
}

/// What becomes of each part of a plan.
private struct Judgements {
    private var ofSteps: [StepID: StepJudgement]

    /// Of letting go the hosts that left; nil when none did.
    private var ofDepartures: StepJudgement?

    init(_ judge: Judge, _ plan: Plan) {
        ofSteps = Dictionary(plan.steps.map { ($0.id, judge.judge($0)) }, uniquingKeysWith: { first, _ in first })
        ofDepartures = plan.departedHosts.isEmpty ? nil : judge.judgeDepartures()
    }

    var all: [StepJudgement] { Array(ofSteps.values) + [ofDepartures].compactMap { $0 } }

    mutating func replaceAtOnce(by other: StepJudgement) {
        ofSteps = ofSteps.mapValues { $0 == .atOnce ? other : $0 }
        if ofDepartures == .atOnce { ofDepartures = other }
    }

    /// The resources of steps that are in no part they are allowed in.
    func behind(in plan: Plan, _ atOnce: Plan, _ withApproval: Plan) -> [ResourceAddress] {
        let first = Set(atOnce.steps.map(\.id))
        let second = Set(withApproval.steps.map(\.id))
        let left = plan.steps.filter { step in
            switch ofSteps[step.id] {
            case .atOnce: !first.contains(step.id)
            case .afterApproval: !second.contains(step.id)
            case .held, nil: false
            }
        }
        return Set(left.map(\.resource)).sorted()
    }

    func part(of plan: Plan, key: [UInt8], where isIncluded: (StepJudgement) -> Bool) -> Plan {
        let excluded = ofSteps.filter { !isIncluded($0.value) }.keys
        var part = Planning.part(of: plan, without: Set(excluded), key: key)
        if let ofDepartures, !isIncluded(ofDepartures) { part.departedHosts = [] }
        return part
    }
}

extension Plan {
    /// Whether there is anything to carry out.
    var hasWork: Bool { !steps.isEmpty || !departedHosts.isEmpty }

    var drifted: Set<ResourceAddress> { Set(steps.lazy.filter { $0.cause == .drift }.map(\.resource)) }
}
