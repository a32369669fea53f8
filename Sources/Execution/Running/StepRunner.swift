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

    /// Members that the plan removes, by their set.
    let leaving: [Redundancy: [ResourceAddress]]
    let slots: HostSlots
    let unproven: UnprovenMembers
    let begun: BegunSteps
    let record: RecordKeeping
    let stop: StopRequest
    let report: @Sendable (ExecutionEvent) -> Void

    /// Whether what it runs ends something that was begun: then it begins even
    /// when the run was stopped, as long as that is not to be at once.
    private(set) var isCompleting = false

    var completing: StepRunner {
        var runner = self
        runner.isCompleting = true
        return runner
    }

    /// - Returns: the outcome; nil when the run was stopped, or could no longer
    ///   be recorded, before the step began.
    func run(_ step: Step) async -> (Step, StepOutcome?, Duration) {
        let stopwatch = Stopwatch(clock)
        let outcome: StepOutcome?
        do {
            outcome = try await attempt(step).map { StepOutcome.succeeded($0) }
        } catch let failure as Failure {
            outcome = .failed(failure)
        } catch is CancellationError {
            outcome = .failed(
                Failure(
                    .cancelled, attempted: step.verb, on: step.resource.description,
                    response: "the run was stopped at once", remedy: "the next plan shows what is left to do"))
        } catch {
            outcome = .failed(
                Failure(.commandFailed, attempted: step.verb, on: step.resource.description, response: "\(error)"))
        }
        guard var outcome else { return (step, nil, .zero) }
        do {
            try await Shield.run { [journal, step, outcome] in try await journal.didEnd(step, outcome) }
        } catch {
            outcome = .failed(record.note(unrecorded: step, error))
        }
        if case .succeeded = outcome { unproven.note(step) }
        return (step, outcome, stopwatch.elapsed)
    }

    private func attempt(_ step: Step) async throws -> StepOutput? {
        for host in step.hosts {
            if let failure = unprepared[host] { throw failure }
        }
        while let clearance = try await lookAgain(before: step) {
            let turn = try await slots.with(step.resource.scope) { try await act(step, clearance) }
            switch turn {
            case .stopped: return nil
            case .siblingsNotWell: continue
            case .done(var output, let seen, let stopwatch):
                output.away = try await awaitHealth(after: step, before: seen, since: stopwatch)
                return output
            }
        }
        return nil
    }

    /// What let a step pass to its turn.
    private struct Clearance: Sendable {
        /// How the set was then.
        var seen: [ResourceAddress: MemberHealth]

        /// What it was judged by, with all looks so far, and the time they are
        /// counted in; nil for a step that disturbs nothing.
        var judgement: (rule: SiblingRule, stopwatch: Stopwatch)?
    }

    /// What came of a step's turn on its host.
    private enum Turn: Sendable {
        case stopped
        /// Somebody fell ill while the step waited for its turn.
        case siblingsNotWell
        /// With how all were before, and the time since it began.
        case done(StepOutput, [ResourceAddress: MemberHealth], Stopwatch)
    }

    private func act(_ step: Step, _ clearance: Clearance) async throws -> Turn {
        guard mayBegin else { return .stopped }
        var before = clearance.seen
        if let disturbance = step.disturbance, var judgement = clearance.judgement {
            before = await performer.health(of: [step.resource] + disturbance.siblings)
            let objection = judgement.rule.objection(before, elapsed: judgement.stopwatch.elapsed)
            guard objection == nil else { return .siblingsNotWell }
        }
        report(.started(step))
        do {
            try await Shield.run { [journal, step] in try await journal.willPerform(step) }
        } catch {
            throw record.note(unrecorded: step, error)
        }
        begun.note(step.id)
        let stopwatch = Stopwatch(clock)
        let output = try await performer.perform(step, handover: handover(of: step, before: before)) {
            [report] progress in report(.progress(step, progress))
        }
        return .done(output, before, stopwatch)
    }

    /// Observes the siblings of a disturbing step right before it and waits
    /// until they are well.
    ///
    /// - Returns: what was seen; nil when the run was stopped meanwhile.
    private func lookAgain(before step: Step) async throws -> Clearance? {
        guard mayBegin else { return nil }
        guard let disturbance = step.disturbance else { return Clearance(seen: [:]) }
        let window = Duration.seconds(disturbance.windowSeconds)
        // Long enough to find out that the member itself does no work.
        let patience = max(.seconds(disturbance.healthTimeoutSeconds), window)
        let stopwatch = Stopwatch(clock)
        var rule = SiblingRule(member: step.resource, siblings: disturbance.siblings, window: window)
        var told: SiblingObjection?
        while true {
            let health = await performer.health(of: [step.resource] + disturbance.siblings)
            let elapsed = stopwatch.elapsed
            guard let objection = rule.objection(health, elapsed: elapsed) else {
                guard let sibling = unproven.first(of: disturbance.siblings) else {
                    return Clearance(seen: health, judgement: (rule, stopwatch))
                }
                guard try await prove(sibling, for: step, disturbance) else { return nil }
                continue
            }
            guard elapsed < patience else {
                throw Failure(
                    objection.code, attempted: "take \(step.resource) out", on: disturbance.redundancy.set,
                    response: "its siblings are not well: \(objection)",
                    remedy: "it was left as it is; see to the sibling first")
            }
            if objection != told {
                told = objection
                report(.waiting(step, reason: objection.description))
            }
            try await clock.sleep(for: limits.pollInterval)
            guard mayBegin else { return nil }
        }
    }

    /// A sibling that this run started or made has passed no gate yet: it has
    /// to be as good as the member before the member goes.
    ///
    /// - Returns: false when the run was stopped meanwhile.
    private func prove(_ sibling: ResourceAddress, for step: Step, _ disturbance: Disturbance) async throws -> Bool {
        let others = ([step.resource] + disturbance.siblings).filter { $0 != sibling }
        let gate = HealthGate(
            before: [:], member: sibling, siblings: others, leaving: leaving(for: step, disturbance),
            elsewhere: disturbance.elsewhere, window: .seconds(disturbance.windowSeconds),
            timeout: .seconds(disturbance.healthTimeoutSeconds))
        guard try await pass(gate, sibling, for: step, disturbance, isStoppable: true) != nil else { return false }
        unproven.prove(sibling)
        return true
    }

    /// - Returns: how long the member was away; nil where the step took none out
    ///   that comes back.
    private func awaitHealth(
        after step: Step, before: [ResourceAddress: MemberHealth], since stopwatch: Stopwatch
    ) async throws -> Duration? {
        guard let disturbance = step.disturbance, step.action != .delete else { return nil }
        let acted = stopwatch.elapsed
        let isLast = lastOfSets.contains(step.id)
        let gate = HealthGate(
            before: before, member: step.resource, siblings: disturbance.siblings,
            leaving: leaving(for: step, disturbance), elsewhere: disturbance.elsewhere,
            window: isLast ? .zero : .seconds(disturbance.windowSeconds),
            timeout: .seconds(disturbance.healthTimeoutSeconds))
        return try await pass(gate, step.resource, for: step, disturbance, isStoppable: false).map { acted + $0 }
    }

    /// What else there is of the set until the plan has removed it.
    private func leaving(for step: Step, _ disturbance: Disturbance) -> [ResourceAddress] {
        (leaving[disturbance.redundancy] ?? []).filter { $0 != step.resource && !disturbance.siblings.contains($0) }
    }

    /// Looks until `gate` lets `member` pass.
    ///
    /// - Returns: after which time the member was well; nil when the run was
    ///   stopped and the wait may be given up.
    private func pass(
        _ gate: HealthGate, _ member: ResourceAddress, for step: Step, _ disturbance: Disturbance, isStoppable: Bool
    ) async throws -> Duration? {
        var gate = gate
        let members = [step.resource] + disturbance.siblings + leaving(for: step, disturbance)
        let stopwatch = Stopwatch(clock)
        var told: String?
        while true {
            switch gate.look(await performer.health(of: members), elapsed: stopwatch.elapsed) {
            case .pass(let warning):
                if let warning { report(.waiting(step, reason: "warning: \(warning)")) }
                return gate.wellAfter ?? .zero
            case .fail(let reason):
                throw Failure(
                    .healthGateFailed, attempted: "see \(member) well", on: disturbance.redundancy.set,
                    response: "after \(stopwatch.elapsed.components.seconds) s: \(reason)",
                    remedy: "the rest of \(disturbance.redundancy.set) was not touched; see the log of the container")
            case .wait(let reason):
                if reason != told {
                    told = reason
                    report(.waiting(step, reason: reason))
                }
            }
            if isStoppable, !mayBegin { return nil }
            try await clock.sleep(for: gate.isInWindow ? pause(inWindow: disturbance) : limits.pollInterval)
        }
    }

    /// A short window is not slept through.
    private func pause(inWindow disturbance: Disturbance) -> Duration {
        max(limits.pollInterval, min(limits.windowPollInterval, .seconds(disturbance.windowSeconds)))
    }

    private var mayBegin: Bool {
        record.failure == nil && (isCompleting ? stop.urgency < .now : stop.urgency == .none)
    }
}
