import BrokerModel

extension ControlLoop {
    /// What is done about what a look found.
    mutating func decide(_ look: PlannedLook, at now: Timestamp) {
        let isOfHead = look.commit == target
        let drifted = memory.applied == nil ? [] : look.plan.drifted
        for resource in brake.noteDrift(of: drifted, at: now, settings.brake) { tell(.fight(resource)) }
        let verdict = Verdict(judge(look, isOfHead: isOfHead, at: now), look, key: key)

        if isOfHead { note(verdict.behind) }

        let whole = verdict.withApproval
        if isOfHead, whole.hasWork, let decision = memory.decisions[whole.digest], decision.verdict == .approved {
            return begin(whole, look, approval: decision, at: now)
        }
        if verdict.atOnce.hasWork { return begin(verdict.atOnce, look, approval: nil, at: now) }
        guard isOfHead else {
            // While the head itself can be used, what was said of it holds.
            if let failure = head == nil ? repositoryFailure : head?.objection { condition = .unusable(failure) }
            return
        }
        if !verdict.reasons.isEmpty, whole.hasWork {
            propose(whole, look, verdict.reasons)
        } else {
            proposal = nil
            conclude(look, verdict)
        }
        // What waits in git shall not keep drift from being mended.
        if let applied = memory.applied, applied != look.commit,
            look.plan.steps.contains(where: { $0.cause == .pending })
        {
            self.look(for: applied, at: now)
        }
    }

    private func judge(_ look: PlannedLook, isOfHead: Bool, at now: Timestamp) -> Judge {
        Judge(
            policy: settings.policy, pauses: memory.pauses.filter { $0.until > now }, fights: Set(brake.fights.keys),
            isOfHead: isOfHead, hasBaseline: memory.applied != nil, isRewritten: head?.rewrittenFrom != nil,
            pins: memory.pins, retryGate: changes?.hold(at: now),
            gate: changes?.hold(at: now) ?? settings.policy.waitsForWindow(at: now).map(HoldReason.window),
            healGates: heals.compactMapValues { $0.hold(at: now) }, refused: look.refused, ofData: look.ofData,
            isUnlikeReviewed: look.isUnlikeReviewed)
    }

    private mutating func begin(_ part: Plan, _ look: PlannedLook, approval: PlanDecision?, at now: Timestamp) {
        let isOfGit = part.steps.contains { $0.cause == .pending } || !part.departedHosts.isEmpty
        let isWhole = part.steps.count == look.plan.steps.count && part.departedHosts == look.plan.departedHosts
        let order = Order(
            commit: look.commit, purpose: isOfGit || approval != nil ? .change : .heal, plan: part, isWhole: isWhole,
            approval: approval, pinnedBy: isOfGit ? memory.pins.last?.actor : nil)
        if approval != nil { awaited = nil }
        memory.decisions[part.digest] = nil
        proposal = nil
        work = .running(order)
        isStopping = false
        condition = .applying(order.commit, order.purpose)
        told["condition"] = nil
        told["preempted"] = nil
        tell(.applying(order.commit, order.purpose, steps: part.steps.count, approvedBy: approval?.actor))
        outputs.append(.apply(order))
    }

    private mutating func propose(_ plan: Plan, _ look: PlannedLook, _ reasons: Set<ApprovalReason>) {
        let proposal = Proposal(
            digest: plan.digest, commit: look.commit, reasons: reasons, steps: plan.steps.count,
            deletions: plan.deletions, deleteLimit: look.deleteLimit)
        if let awaited, awaited != plan.digest {
            tell(.approvalMissed(approved: awaited, found: plan.digest))
            memory.decisions[awaited] = nil
            self.awaited = nil
        }
        self.proposal = proposal
        proposedPlan = plan
        if let decision = memory.decisions[plan.digest], decision.verdict == .rejected {
            condition = .rejected(plan.digest)
            return tellOnce("condition", .rejected(look.commit, by: decision.actor))
        }
        condition = .waiting(proposal)
        tellOnce("condition", .waitingForApproval(proposal))
    }

    /// A step behind one that waits, waits, too; nobody else would say so.
    private mutating func note(_ found: [ResourceAddress]) {
        behind = found
        guard !found.isEmpty else { return told["behind"] = nil }
        tellOnce("behind", .behind(found))
    }

    /// Nothing is to be done now.
    private mutating func conclude(_ look: PlannedLook, _ verdict: Verdict) {
        guard !look.plan.isEmpty || !look.plan.departedHosts.isEmpty else {
            if memory.applied != look.commit {
                outputs.append(.recordStanding(look.commit, over: memory.applied))
                memory.applied = look.commit
            }
            condition = .standing(look.commit)
            return tellOnce("condition", .standing(look.commit))
        }
        guard !verdict.holds.isEmpty else {
            condition = .incomplete(look.commit)
            return tellOnce("condition", .incomplete(look.commit, look.plan.unreachable.keys.sorted()))
        }
        let reasons = verdict.holds.sorted { "\($0)" < "\($1)" }
        condition = .held(reasons)
        tellOnce("condition", .held(reasons))
    }
}
