import BrokerModel
import Decisions
import Execution
import Ledger
import Logging
import Reconciliation

/// What the service says: to its log, and of decisions to the audit chain.
extension BrokerService {
    func tell(_ notice: Notice, in group: inout DiscardingTaskGroup) {
        let telling = announce(notice)
        // Held here: by the time the task runs, there may be another look.
        if case .waitingForApproval(let proposal) = notice, let prepared, let plan = loop.proposedPlan {
            let because = proposal.reasons.map(\.text).sorted().joined(separator: "; ")
            group.addTask { await self.record(plan, of: prepared, because: because) }
        }
        if case .approvalMissed(let approved, _) = notice {
            group.addTask { await self.recording { try await $0.void(approvalOf: approved) } }
        }
        if case .pinsOver(let pins) = notice {
            for head in Set(pins.map(\.head.text)) {
                group.addTask { [actor] in await self.recording { try await $0.endPins(ofHead: head, by: actor) } }
            }
        }
        guard let entry = telling.entry else { return }
        group.addTask { await self.recording(self.write(entry)) }
    }

    /// Tells those who are told as it happens: the log, people, the forge.
    @discardableResult
    func announce(_ notice: Notice) -> Telling {
        let telling = Telling(notice)
        log.log(level: telling.level, "\(telling.message)", metadata: telling.metadata)
        if let announcement = herald.hear(notice) { courier.take(announcement) }
        for report in progress.hear(notice) { reporter?.take(report) }
        return telling
    }

    nonisolated func write(_ entry: Telling.Entry) -> RecordBacklog.Write {
        { [actor] in
            try await $0.note(entry.action, entry.subject, by: actor, outcome: entry.outcome, detail: entry.detail)
        }
    }

    /// Keeps the plan a person is to decide on.
    private func record(_ plan: Plan, of prepared: PreparedPlan, because: String) async {
        do {
            // Made now: a record that has to wait shall not keep the look it comes from.
            let shown = try ShownPlan(reconciler.part(of: prepared, being: plan))
            await recording { [reconciler, actor] _ in
                try await reconciler.record(proposed: shown, by: actor, outcome: .waits, because: because)
            }
        } catch {
            log.error("could not keep the plan that waits", metadata: Self.metadata(error))
        }
    }

    static func metadata(_ error: any Error) -> Logger.Metadata {
        let failure = failure(error)
        return ["code": "\(failure.code.name)", "error": "\(failure)"]
    }

    static func metadata(of run: AbandonedRun) -> Logger.Metadata {
        let steps = run.inFlight.map { "\($0.action) \($0.resource)" }.joined(separator: ", ")
        return ["run": "\(run.id)", "by": "\(run.actor)", "atHand": "\(steps)"]
    }

    /// A line for each step that begins or ends.
    static func tell(_ event: ExecutionEvent, to log: Logger) {
        switch event {
        case .started(let step):
            log.debug("step begun", metadata: metadata(of: step))
        case .ended(let step, .succeeded, _, let remaining):
            log.info("step done", metadata: metadata(of: step).merging(["remaining": "\(remaining)"]) { $1 })
        case .ended(let step, .failed(let failure), _, _):
            let why: Logger.Metadata = ["code": "\(failure.code.name)", "error": "\(failure)"]
            log.error("step failed", metadata: metadata(of: step).merging(why) { $1 })
        case .ended(let step, .skipped(let reason), _, _):
            log.warning("step skipped", metadata: metadata(of: step).merging(["reason": "\(reason)"]) { $1 })
        case .waiting(let step, let reason):
            log.info("step waits", metadata: metadata(of: step).merging(["reason": "\(reason)"]) { $1 })
        case .preparing, .progress, .stopping: break
        }
    }

    private static func metadata(of step: Step) -> Logger.Metadata {
        [
            "resource": "\(step.resource)", "host": "\(step.resource.scope)", "action": "\(step.action.rawValue)",
            "step": "\(step.id.text)", "cause": "\(step.cause.rawValue)",
        ]
    }
}
