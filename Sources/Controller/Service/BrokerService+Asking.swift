public import BrokerModel
public import Decisions
import Ledger
import Logging
public import Reconciliation

/// What others may ask of the service, or tell it.
extension BrokerService {
    public var status: ServiceStatus { ServiceStatus(loop, figures, backlog, startedAt: startedAt) }

    /// What was counted since it began.
    public var counted: ServiceFigures { figures }

    /// Notes that somebody came with a token, or without a valid one.
    public func note(login subject: String, by actor: String, outcome: String, detail: String) async {
        await recording { try await $0.note("login", subject, by: actor, outcome: outcome, detail: detail) }
    }

    /// Counts a webhook by what became of it.
    public func count(webhook result: String) { figures.webhooks[result, default: 0] += 1 }

    /// Whether it has looked at the hosts and goes on doing so.
    public var isReady: Bool { figures.lastLook != nil && loop.condition != .starting }

    /// Why a resource is as it is.
    public func why(_ address: ResourceAddress, earlier: Int) async throws -> WhyDocument {
        try await reconciler.why(address, earlier: earlier)
    }

    /// Looks at branch and hosts now.
    ///
    /// - Returns: how things stand once that was judged; what is to be applied
    ///   has begun then, and not ended.
    public func sync(by actor: String) async -> ServiceStatus {
        inbox.post(.input(.toldToLook(.person(actor))))
        await settled()
        return status
    }

    /// Something happened that makes a look worth it; returns at once.
    public nonisolated func nudge(_ nudge: Nudge) {
        inbox.post(.input(.toldToLook(nudge)))
    }

    /// Takes a person's decision on the plan that waits.
    ///
    /// - Throws: ``Failure`` when that plan does not wait, or deletes more than
    ///   the decision allows.
    public func decide(_ decision: PlanDecision) async throws -> ServiceStatus {
        if let objection = loop.objection(to: decision) { throw objection }
        guard let head = loop.head else { return status }
        let commit = try await reconciler.source.commit(head.commit)
        try await catchUp()
        try await reconciler.ledger.record(decision, on: CommitRecord(commit))
        if decision.verdict == .approved, let plan = loop.proposedPlan, plan.digest == decision.plan {
            await previews.note(approved: plan, of: head.commit)
        }
        inbox.post(.input(.decided(decision)))
        await settled()
        // The plan may have become another one while the decision was recorded.
        if let late = loop.lateDecision, late.plan == decision.plan {
            if decision.verdict == .approved { await recording { try await $0.void(approvalOf: decision.plan) } }
            throw late.objection
        }
        return status
    }

    /// Leaves a part of the broker alone for some time.
    ///
    /// - Throws: ``Failure`` with `notFound` when the broker has no such part.
    public func pause(_ pause: Pause) async throws -> ServiceStatus {
        try requireKnown(pause.scope, to: "pause a part of the broker")
        try await catchUp()
        try await reconciler.ledger.record(pause)
        inbox.post(.input(.paused(pause)))
        await settled()
        return status
    }

    public func resume(_ scope: ChangeScope, by actor: String) async throws -> ServiceStatus {
        try await catchUp()
        try await reconciler.ledger.resume(scope, by: actor)
        inbox.post(.input(.resumed(scope, actor: actor)))
        await settled()
        return status
    }

    /// Goes on under the live keys of another configuration.
    public func reload(_ configuration: ControllerConfiguration) async {
        let notLive = LiveKeys.others(differing: reconciler.configuration, configuration)
        reconciler = reconciler.under(configuration.policy)
        var settings = loop.settings
        settings.policy = configuration.policy
        settings.poll = .seconds(configuration.repository.pollSeconds)
        log.notice(
            "configuration read again",
            metadata: notLive.isEmpty ? [:] : ["afterRestart": "\(notLive.joined(separator: ", "))"])
        inbox.post(.input(.reloaded(settings)))
        await recording { [reconciler, actor] _ in try await reconciler.recordConfiguration(actor: actor) }
    }

    /// Ends the service: the steps at hand are finished. A second time gives
    /// them up.
    public nonisolated func end(urgently: Bool = false) {
        inbox.post(urgently ? .hurry : .input(.shutDown))
    }

    /// Waits until what was posted before has led to a look that was judged.
    func settled() async {
        await withCheckedContinuation { inbox.post(.settle($0)) }
    }
}
