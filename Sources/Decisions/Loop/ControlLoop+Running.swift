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
        switch (end.outcome, order.purpose) {
        case (.succeeded, .change): changes = nil
        case (.succeeded, .heal): heals = nil
        case (.failed, .change): note(end, of: order, in: \.changes, at: now)
        case (.failed, .heal): note(end, of: order, in: \.heals, at: now)
        case (.interrupted, _): break
        }
        if isEnding { return outputs.append(.end) }
        // Whatever came of it, the hosts are others now.
        isDueAgain = false
        fetch(at: now)
    }

    private mutating func note(
        _ end: RunEnd, of order: Order, in attempts: WritableKeyPath<ControlLoop, FailedAttempts?>, at now: Timestamp
    ) {
        var failed =
            self[keyPath: attempts].flatMap { $0.commit == order.commit ? $0 : nil }
            ?? FailedAttempts(commit: order.commit)
        failed.note(end, settings.retry, at: now, &jitter)
        self[keyPath: attempts] = failed
        if let moment = failed.notBefore {
            tell(.retrying(order.commit, at: moment, attempt: failed.count))
        } else {
            tell(.gaveUp(order.commit, attempts: failed.count))
            if order.purpose == .change { rollBack(order, at: now) }
        }
    }
}
