import BrokerModel

extension ControlLoop {
    /// A run ended.
    mutating func take(_ end: RunEnd, at now: Timestamp) {
        guard case .running(let order) = work else { return }
        work = .idle
        let hadBaseline = memory.applied != nil
        memory.applied = end.applied
        tell(.runEnded(order.commit, end.outcome, text: end.text))
        if end.outcome == .succeeded, hadBaseline { brake.noteHeal(of: order.plan.drifted, at: now) }
        if end.outcome == .succeeded { for resource in order.plan.drifted { heals[resource] = nil } }
        switch (end.outcome, order.purpose) {
        case (.succeeded, .change): changes = nil
        case (.failed, .change): noteFailedChange(end, of: order, at: now)
        case (.failed, .heal): noteFailedHeals(end, of: order, at: now)
        case (.succeeded, .heal), (.interrupted, _): break
        }
        if isEnding { return outputs.append(.end) }
        // Whatever came of it, the hosts are others now.
        isDueAgain = false
        fetch(at: now)
    }

    private mutating func noteFailedChange(_ end: RunEnd, of order: Order, at now: Timestamp) {
        var failed = Self.attempts(changes, of: order.commit)
        failed.note(end.codes, isOfRecord: end.isOfRecord, settings.retry, at: now, &jitter)
        changes = failed
        tell([failed], of: order)
        if failed.hasGivenUp { rollBack(order, at: now) }
    }

    /// What failed is told apart from what was not come to. Where the run came to
    /// nothing, all of it failed.
    private mutating func noteFailedHeals(_ end: RunEnd, of order: Order, at now: Timestamp) {
        var noted: [FailedAttempts] = []
        for resource in (end.failed.isEmpty ? order.plan.drifted : Set(end.failed.keys)).sorted() {
            var failed = Self.attempts(heals[resource], of: order.commit)
            let codes = end.failed[resource].map { [$0] } ?? end.codes
            failed.note(codes, isOfRecord: end.isOfRecord, settings.retry, at: now, &jitter)
            heals[resource] = failed
            noted.append(failed)
        }
        tell(noted, of: order)
    }

    private static func attempts(_ earlier: FailedAttempts?, of commit: CommitID) -> FailedAttempts {
        earlier.flatMap { $0.commit == commit ? $0 : nil } ?? FailedAttempts(commit: commit)
    }

    /// Says what becomes of what failed in a run: that it is given up, with the most attempts
    /// that anything of it took, and when the rest is tried again, with the first moment.
    private mutating func tell(_ failed: [FailedAttempts], of order: Order) {
        if let count = failed.filter(\.hasGivenUp).map(\.count).max() {
            tell(.gaveUp(order.commit, order.purpose, attempts: count))
        }
        let others = failed.filter { !$0.hasGivenUp }
        if let moment = others.compactMap(\.notBefore).min(), let count = others.map(\.count).max() {
            tell(.retrying(order.commit, at: moment, attempt: count))
        }
    }
}
