internal import BrokerModel

/// What becomes of the session, and what time does to the calls.
extension SessionMachine {
    mutating func didConnect(at now: Instant) {
        liveness = Liveness(timeouts, at: now)
        dropReason = nil
    }

    /// Everybody who waits learns why.
    mutating func didFailToConnect(_ failure: Failure, at now: Instant) {
        for id in budget.waiting {
            abandon(id, failure, at: now)
        }
    }

    /// Bytes came from the host.
    mutating func didHear(at now: Instant) {
        liveness?.heard(at: now)
        isPingDue = false
    }

    /// The session is gone. What was never sent to the host is tried once more
    /// on the next session; all else fails, since nobody knows how far it came.
    mutating func didLoseSession(_ response: String, at now: Instant) {
        liveness = nil
        opening = nil
        starting = nil
        opened = []
        isPingDue = false
        budget.reset()
        for id in calls.keys.sorted(by: { $0.number > $1.number }) {
            guard let call = calls[id] else { continue }
            switch call.phase {
            case .waiting, .ended:
                continue
            case _ where call.isAbandoned:
                remove(id)
            case .opening where !call.isRetried, .opened where !call.isRetried:
                calls[id]?.isRetried = true
                calls[id]?.phase = .waiting
                budget.requeue(id, call.kind)
            case .running where call.kind == .stream:
                end(id, failures.lost(response, during: call.attempted))
            case .opening, .opened, .starting, .running:
                answer(call.opener, .failed(failures.lost(response, during: call.attempted)))
                remove(id)
            }
        }
    }

    /// Acts on every deadline that is over.
    mutating func elapse(to now: Instant) {
        switch liveness?.check(at: now) {
        case .ask:
            // An open under way is a question already.
            isPingDue = opening == nil
        case .dead:
            dropReason = "the host did not answer for \(timeouts.pingDeadline)"
        case .well, nil:
            break
        }
        for call in calls.values.sorted(by: { $0.id.number < $1.id.number }) {
            guard let deadline = call.deadline, deadline <= now else { continue }
            if call.isAbandoned {
                calls[call.id]?.deadline = nil
                calls[call.id]?.isOverdue = true
            } else {
                abandon(call.id, lateness(of: call), at: now)
            }
        }
        if budget.hasWaiting, budget.isFull || budget.isRefused, calls.values.contains(where: \.isOverdue) {
            dropReason = "the host did not give a closed channel back in time, and others wait for one"
        }
    }

    /// When ``elapse(to:)`` and ``schedule(at:)`` next have something to do.
    var nextDeadline: Instant? {
        let deadlines = calls.values.compactMap(\.deadline)
        let session = [liveness?.nextCheck, opening == nil && budget.hasWaiting ? budget.pausedUntil : nil]
        return (deadlines + session.compactMap { $0 }).min()
    }

    private func lateness(of call: Call) -> Failure {
        switch call.phase {
        case .waiting where !isConnected:
            failures.deadlineExceeded("there is no session with the host yet", during: call.attempted)
        // One that is being tried again waits for a channel all the same.
        case .waiting,
            .opening where budget.isRefused:
            failures.deadlineExceeded(
                "no channel came free in time; \(budget.census(besides: call.id)) hold them"
                    + (budget.isRefused ? ", and the server refuses to open more" : ""),
                during: call.attempted, remedy: "check MaxSessions in the host's sshd_config: it should be 10 or more")
        case .running:
            failures.deadlineExceeded(
                "it did not end although its time of \(call.timeout) is over", during: call.attempted)
        case .opening, .opened, .starting, .ended:
            failures.deadlineExceeded("the host did not start it in time", during: call.attempted)
        }
    }
}
