public import BrokerModel

extension ControlLoop {
    /// The commit the hosts shall be as: that of the head of the branch, or what
    /// was gone back to. Nil while neither can be used.
    public var target: CommitID? {
        if let pin = wholePin { return pin.commit }
        guard let head, head.objection == nil else { return nil }
        return head.commit
    }

    /// What the whole broker is held at.
    var wholePin: Pin? { memory.pins.first { $0.node == nil } }

    /// Something was gone back to: from now on that is wanted. A run for anything
    /// else begins no further step.
    mutating func take(_ pin: Pin, at now: Timestamp) {
        guard head == nil || pin.head == head?.commit else { return }
        memory.pins.removeAll { pin.node == nil || $0.node == pin.node }
        memory.pins.append(pin)
        forgetProposals()
        isLookStale = work.isLooking
        tell(.pinned(pin))
        if case .running(let order) = work {
            if order.purpose == .change { stopRun() }
        } else {
            fetch(at: now)
        }
    }

    /// A person ends what is held: of one node, or all of it. The branch's own
    /// commit is what is wanted again, and decided on as every change.
    mutating func unpin(_ node: CentreID?, at now: Timestamp) {
        memory.pins.removeAll { node == nil || $0.node == node }
        forgetProposals()
        isLookStale = work.isLooking
        if case .running(let order) = work {
            if order.purpose == .change { stopRun() }
        } else {
            fetch(at: now)
        }
    }

    /// The branch moved on: what was held at its former head is not any more.
    mutating func endPins(before head: CommitID) {
        let over = memory.pins.filter { $0.head != head }
        guard !over.isEmpty else { return }
        memory.pins.removeAll { $0.head != head }
        tell(.pinsOver(over))
    }

    /// A rollout failed and nothing more is tried: where the policy says so, what
    /// was applied before holds again. Never what a person pinned, and never twice.
    mutating func rollBack(_ order: Order, at now: Timestamp) {
        guard settings.policy.rollsBack, memory.pins.isEmpty, let head, order.commit == head.commit,
            let applied = memory.applied, applied != order.commit
        else { return }
        outputs.append(.rollBack(to: applied, from: head.commit))
    }

    /// Plans that wait were made for another commit.
    private mutating func forgetProposals() {
        memory.decisions = [:]
        proposal = nil
        awaited = nil
        changes = nil
        behind = []
        told["condition"] = nil
    }
}
