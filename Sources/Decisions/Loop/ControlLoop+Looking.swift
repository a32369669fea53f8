import BrokerModel

extension ControlLoop {
    /// Looks at the branch, or once more when a look is at hand.
    mutating func fetch(at now: Timestamp) {
        guard !isEnding else { return }
        guard !isFetching, !work.isLooking else { return isDueAgain = true }
        isFetching = true
        isDueAgain = false
        nextPoll = now + jitter.spread(settings.poll)
        outputs.append(.fetch)
    }

    mutating func take(_ nudge: Nudge, at now: Timestamp) {
        switch nudge {
        case .person:
            changes = nil
            heals = [:]
            fetch(at: now)
        case .webhook:
            fetch(at: now)
        case .host:
            lookSooner(at: now)
        }
    }

    /// Something happened on a host: a look for the head that is known, without
    /// asking the repository; at most one a second, however much happens. A run
    /// is followed by a look anyhow.
    private mutating func lookSooner(at now: Timestamp) {
        if case .running = work { return }
        guard work.isIdle, !isFetching, !isEnding, now - lastLook >= .seconds(1) else {
            return nextPoll = min(nextPoll, max(now, lastLook) + .seconds(1))
        }
        lookAtHead(at: now)
    }

    mutating func take(_ found: BranchHead, at now: Timestamp) {
        isFetching = false
        fetchFailures = 0
        if repositoryFailure != nil { tellOnce("repository", .repositoryReadable) }
        repositoryFailure = nil
        if found.commit != head?.commit { noteNew(found) }
        head = found
        if let objection = found.objection {
            tellOnce("branch", .commitUnusable(found.commit, objection))
        } else if let from = found.rewrittenFrom {
            tellOnce("branch", .branchRewritten(from: from, to: found.commit))
        }
        if case .running(let order) = work { return preempt(order, by: found) }
        guard !isEnding else { return }
        lookAtHead(at: now)
    }

    /// A newer commit than the one that was known.
    private mutating func noteNew(_ found: BranchHead) {
        // After a restart it is known from before.
        if found.commit != memory.seen { tell(.commitSeen(found.commit, summary: found.summary)) }
        if head != nil || found.commit != memory.seen {
            memory.decisions = [:]
            proposal = nil
            awaited = nil
            changes = nil
            heals = [:]
            behind = []
        }
        endPins(before: found.commit)
        memory.seen = found.commit
        told["branch"] = nil
    }

    /// A run of an older commit is ended where a newer one would be applied
    /// without anybody's word. The steps at hand are finished. What a person approved
    /// is carried out: an approval is for one run, and what needed it would need it anew.
    private mutating func preempt(_ order: Order, by found: BranchHead) {
        guard order.purpose == .change, order.approval == nil, let target, order.commit != target,
            found.objection == nil, found.rewrittenFrom == nil, settings.policy.apply == .automatic
        else { return }
        tellOnce("preempted", .preempted(order.commit, by: found.commit))
        stopRun()
    }

    mutating func fetchFailed(_ failure: Failure, at now: Timestamp) {
        isFetching = false
        fetchFailures += 1
        repositoryFailure = failure
        tellOnce("repository", .repositoryUnreadable(failure))
        nextPoll = now + jitter.spread(max(settings.poll, settings.retry.pause(after: fetchFailures)))
        guard work.isIdle, !isEnding else { return }
        lookAtHead(at: now)
    }

    /// Looks at the hosts for the head; where it cannot be used, for what was
    /// applied last, so that drift is mended meanwhile.
    private mutating func lookAtHead(at now: Timestamp) {
        if let target { return look(for: target, at: now) }
        guard let applied = memory.applied else {
            if let failure = head?.objection ?? repositoryFailure { condition = .unusable(failure) }
            return
        }
        look(for: applied, at: now)
    }

    mutating func look(for commit: CommitID, at now: Timestamp) {
        lastLook = now
        work = .looking(commit)
        outputs.append(.look(commit))
    }

    mutating func take(_ look: PlannedLook, at now: Timestamp) {
        guard case .looking(look.commit) = work else { return }
        work = .idle
        guard !isEnding else { return }
        lookFailures = 0
        told["look"] = nil
        guard !isLookStale else {
            isLookStale = false
            return fetch(at: now)
        }
        decide(look, at: now)
        if isDueAgain, work.isIdle { fetch(at: now) }
    }

    mutating func lookFailed(_ commit: CommitID, _ failure: Failure, at now: Timestamp) {
        work = .idle
        isLookStale = false
        guard !isEnding else { return }
        lookFailures += 1
        tellOnce("look", .lookFailed(commit, failure))
        nextPoll = now + jitter.spread(max(settings.poll, settings.retry.pause(after: lookFailures)))
        if commit == target, let applied = memory.applied, applied != commit {
            return look(for: applied, at: now)
        }
        if commit == target || head?.objection != nil { condition = .unusable(failure) }
        if isDueAgain { fetch(at: now) }
    }
}
