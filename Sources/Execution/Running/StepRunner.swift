import BrokerModel

/// Runs one step: looks again, records the intent, acts, waits for health,
/// records the end.
struct StepRunner: Sendable {
    let performer: any StepPerformer
    let journal: any Journal
    let clock: any Clock<Duration>
    let limits: ExecutionLimits

    /// Hosts that could not be prepared.
    let unprepared: [HostName: Failure]

    /// Disturbing steps that no other of their set follows.
    let lastOfSets: Set<StepID>
    let slots: HostSlots
    let stop: StopRequest
    let report: @Sendable (ExecutionEvent) -> Void

    /// - Returns: the outcome; nil when the run was stopped before the step
    ///   began.
    func run(_ step: Step) async -> (Step, StepOutcome?, Duration) {
        let stopwatch = Stopwatch(clock)
        let outcome: StepOutcome?
        do {
            outcome = try await attempt(step).map { StepOutcome.succeeded($0) }
        } catch let failure as Failure {
            outcome = .failed(failure)
        } catch {
            outcome = .failed(
                Failure(
                    .cancelled, attempted: "\(step.action.rawValue)", on: step.resource.description,
                    response: "the run was stopped at once", remedy: "the next plan shows what is left to do"))
        }
        guard var outcome else { return (step, nil, .zero) }
        do {
            try await journal.didEnd(step, outcome)
        } catch {
            outcome = .failed(unrecorded(step, error))
        }
        return (step, outcome, stopwatch.elapsed)
    }

    private func attempt(_ step: Step) async throws -> StepOutput? {
        if let host = step.resource.host, let failure = unprepared[host] { throw failure }
        let before = try await lookAgain(before: step)
        guard let before else { return nil }
        let output: StepOutput? = try await slots.with(step.resource.scope) {
            guard stop.urgency == .none else { return nil }
            report(.started(step))
            do {
                try await journal.willPerform(step)
            } catch {
                throw unrecorded(step, error)
            }
            return try await performer.perform(step)
        }
        if output != nil { try await awaitHealth(after: step, before: before) }
        return output
    }

    /// Observes the siblings of a disturbing step right before it and waits
    /// until they are well.
    ///
    /// - Returns: what was seen; nil when the run was stopped meanwhile.
    private func lookAgain(before step: Step) async throws -> [ResourceAddress: MemberHealth]? {
        guard stop.urgency == .none else { return nil }
        guard let disturbance = step.disturbance else { return [:] }
        let stopwatch = Stopwatch(clock)
        var told: String?
        while true {
            let health = await performer.health(of: [step.resource] + disturbance.siblings)
            guard let objection = SiblingRule.objection(
                to: step.resource, siblings: disturbance.siblings, health: health)
            else { return health }
            guard stopwatch.elapsed < .seconds(disturbance.healthTimeoutSeconds) else {
                throw Failure(
                    .healthGateFailed, attempted: "take \(step.resource) out", on: disturbance.redundancy.set,
                    response: "its siblings are not well: \(objection)",
                    remedy: "it was left as it is; see to the sibling first")
            }
            if objection != told {
                told = objection
                report(.waiting(step, reason: objection))
            }
            try await clock.sleep(for: limits.pollInterval)
            guard stop.urgency == .none else { return nil }
        }
    }

    private func awaitHealth(after step: Step, before: [ResourceAddress: MemberHealth]) async throws {
        guard let disturbance = step.disturbance, step.action != .delete else { return }
        let members = [step.resource] + disturbance.siblings
        let isLast = lastOfSets.contains(step.id)
        var gate = HealthGate(
            before: before, member: step.resource, siblings: disturbance.siblings,
            window: isLast ? .zero : .seconds(disturbance.windowSeconds),
            timeout: .seconds(disturbance.healthTimeoutSeconds))
        let stopwatch = Stopwatch(clock)
        var told: String?
        while true {
            switch gate.look(await performer.health(of: members), elapsed: stopwatch.elapsed) {
            case .pass(let warning):
                if let warning { report(.waiting(step, reason: "warning: \(warning)")) }
                return
            case .fail(let reason):
                throw Failure(
                    .healthGateFailed, attempted: "see \(step.resource) well again", on: disturbance.redundancy.set,
                    response: "after \(stopwatch.elapsed.components.seconds) s: \(reason)",
                    remedy: "the rest of \(disturbance.redundancy.set) was not touched; see the log of the container")
            case .wait(let reason):
                if reason != told {
                    told = reason
                    report(.waiting(step, reason: reason))
                }
            }
            try await clock.sleep(for: gate.isInWindow ? limits.windowPollInterval : limits.pollInterval)
        }
    }

    private func unrecorded(_ step: Step, _ error: any Error) -> Failure {
        if let failure = error as? Failure { return failure }
        return Failure(
            .ledgerUnusable, attempted: "record a step", on: step.resource.description, response: "\(error)")
    }
}
