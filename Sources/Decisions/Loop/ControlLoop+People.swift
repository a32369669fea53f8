public import BrokerModel

extension ControlLoop {
    /// Why a decision cannot be taken; nil when it can.
    public func objection(to decision: PlanDecision) -> Failure? {
        let attempted = decision.verdict == .approved ? "approve the plan" : "reject the plan"
        guard let proposal else {
            return Failure(
                .notFound, attempted: attempted, on: "\(decision.plan)", response: "no plan waits for a decision",
                remedy: "see what the service does: isobar sync")
        }
        guard proposal.digest == decision.plan else {
            return Failure(
                .planStale, attempted: attempted, on: "\(decision.plan)",
                response: "the plan that waits is another one now: \(proposal.digest)",
                remedy: "look at it: isobar plan")
        }
        let allowed = decision.allowedDeletes ?? proposal.deleteLimit
        guard decision.verdict == .rejected || proposal.deletions <= allowed else {
            return Failure(
                .refusedByPolicy, attempted: attempted, on: "\(decision.plan)",
                response: "it deletes \(proposal.deletions) nodes and hosts, \(allowed) are allowed",
                remedy: "if that is meant, add: --allow-deletes \(proposal.deletions)")
        }
        return nil
    }

    /// A person decided on the plan that waits.
    mutating func take(_ decision: PlanDecision, at now: Timestamp) {
        lateDecision = objection(to: decision).map { (decision.plan, $0) }
        guard lateDecision == nil, let proposal else { return }
        memory.decisions[decision.plan] = decision
        switch decision.verdict {
        case .rejected:
            condition = .rejected(decision.plan)
            tellOnce("condition", .rejected(proposal.commit, by: decision.actor))
        case .approved:
            // The hosts are looked at again before the first change.
            awaited = decision.plan
            fetch(at: now)
        }
    }

    /// Nobody touches a part for some time; a run that does ends after its
    /// steps at hand.
    mutating func take(_ pause: Pause, at now: Timestamp) {
        memory.pauses.removeAll { $0.scope == pause.scope }
        memory.pauses.append(pause)
        if case .running(let order) = work {
            if order.plan.steps.contains(where: pause.scope.covers) { stopRun() }
        } else {
            fetch(at: now)
        }
    }

    /// Ends pauses of a scope, of all of them for `all`, and begins anew with
    /// what was fought over there.
    mutating func resume(_ scope: ChangeScope, at now: Timestamp) {
        memory.pauses.removeAll { scope == .all || $0.scope == scope }
        brake.release(where: scope.covers)
        fetch(at: now)
    }

    mutating func take(_ settings: LoopSettings, at now: Timestamp) {
        self.settings = settings
        changes = nil
        heals = [:]
        fetch(at: now)
    }
}
