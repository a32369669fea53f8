public import BrokerModel

/// Carries out a checked plan: in the order of its graph, at the same time
/// where the graph allows it, each disturbing step between a look at its
/// siblings and a health gate.
///
/// A step that fails stops what depends on it; the others go on. A record that
/// cannot be written stops everything: the steps at hand are finished and no
/// other is begun.
public struct Executor: Sendable {
    private let performer: any StepPerformer
    private let journal: any Journal
    private let clock: any Clock<Duration>
    private let limits: ExecutionLimits

    public init(
        performer: any StepPerformer,
        journal: any Journal,
        clock: any Clock<Duration> = ContinuousClock(),
        limits: ExecutionLimits = ExecutionLimits()
    ) {
        self.performer = performer
        self.journal = journal
        self.clock = clock
        self.limits = limits
    }

    /// Carries out `plan` to its end, or until it is stopped.
    ///
    /// - Parameters:
    ///   - stop: asked once, the steps at hand are finished and no other is
    ///     begun; asked twice, they are given up.
    ///   - report: gets everything that happens; it must not block.
    public func run(
        _ plan: Plan,
        stop: StopRequest = StopRequest(),
        report: @escaping @Sendable (ExecutionEvent) -> Void = { _ in }
    ) async -> ExecutionReport {
        report(.preparing(hosts: Set(plan.steps.flatMap(\.hosts)).count))
        let unprepared = await performer.begin(plan)
        let record = RecordKeeping()
        let runner = StepRunner(
            performer: performer, journal: journal, clock: clock, limits: limits, unprepared: unprepared,
            lastOfSets: Self.lastDisturbances(plan), leaving: Self.leavingMembers(of: plan),
            slots: HostSlots(perHost: limits.stepsPerHost, inAll: limits.stepsInAll), unproven: UnprovenMembers(),
            begun: BegunSteps(), record: record, stop: stop, report: report)

        var schedule = Schedule(plan)
        var result = ExecutionReport(
            outcomes: [:], durations: [:], wasInterrupted: false, failures: [], untidied: [:])
        let work = Task { [schedule] in
            var schedule = schedule
            return await carryOut(&schedule, runner, stop: stop)
        }
        stop.watch { urgency in
            report(.stopping(urgency))
            if urgency == .now { work.cancel() }
        }
        let ended = await work.value
        schedule = ended.schedule
        result.outcomes = ended.outcomes
        result.durations = ended.durations

        for step in schedule.open {
            let wasStopped = stop.urgency != .none
            let outcome = StepOutcome.skipped(
                because: wasStopped ? "the run was stopped" : "what is done could no longer be recorded")
            await note(outcome, of: step, record)
            result.outcomes[step.id] = outcome
            result.wasInterrupted = wasStopped
        }
        if stop.urgency == .now { result.wasInterrupted = true }
        result.unrecorded = record.failure
        result.failures = plan.steps.compactMap { step in
            guard case .failed(let failure)? = result.outcomes[step.id] else { return nil }
            return ExecutionReport.FailedStep(step: step, failure: failure)
        }
        let outcomes = result.outcomes
        result.untidied = await Shield.run { [performer] in await performer.end(plan, outcomes: outcomes) }
        return result
    }

    /// What the steps came to while the plan was walked.
    private struct Walk: Sendable {
        var schedule: Schedule
        var outcomes: [StepID: StepOutcome] = [:]
        var durations: [StepID: Duration] = [:]

        /// Whether a step ends what another one began, and nothing in between
        /// is under way or was begun and failed.
        func mustComplete(_ step: Step, _ begun: BegunSteps) -> Bool {
            guard let first = step.completes, case .succeeded? = outcomes[first] else { return false }
            return step.after.allSatisfy { earlier in
                if case .succeeded? = outcomes[earlier] { true } else { !begun.contains(earlier) }
            }
        }
    }

    private func carryOut(
        _ schedule: inout Schedule,
        _ runner: StepRunner,
        stop: StopRequest
    ) async -> Walk {
        var walk = Walk(schedule: schedule)
        await withTaskGroup(of: (Step, StepOutcome?, Duration).self) { group in
            func begin(_ steps: [Step]) {
                guard stop.urgency == .none, runner.record.failure == nil else { return }
                for step in steps { group.addTask { await runner.run(step) } }
            }
            begin(walk.schedule.initial)
            while let (step, outcome, duration) = await group.next() {
                // Nil: it had not begun when the run had to end.
                guard let outcome else { continue }
                let next = await note(step, outcome, duration, &walk, runner)
                begin(next.free)
                for step in next.completing { group.addTask { await runner.completing.run(step) } }
            }
        }
        // A run that was stopped leaves nothing half done.
        for step in walk.schedule.open where walk.mustComplete(step, runner.begun) {
            let (step, outcome, duration) = await runner.completing.run(step)
            if let outcome { _ = await note(step, outcome, duration, &walk, runner) }
        }
        return walk
    }

    private static func leavingMembers(of plan: Plan) -> [Redundancy: [ResourceAddress]] {
        var leaving: [Redundancy: [ResourceAddress]] = [:]
        for step in plan.steps where step.action == .delete {
            if let set = step.disturbance?.redundancy { leaving[set, default: []].append(step.resource) }
        }
        return leaving
    }

    /// Notes how a step ended.
    ///
    /// - Returns: the steps that may begin now, and those that have to, because
    ///   they end what was begun.
    private func note(
        _ step: Step, _ outcome: StepOutcome, _ duration: Duration, _ walk: inout Walk, _ runner: StepRunner
    ) async -> (free: [Step], completing: [Step]) {
        walk.outcomes[step.id] = outcome
        walk.durations[step.id] = duration
        if case .succeeded = outcome {
            let free = walk.schedule.succeeded(step.id)
            runner.report(.ended(step, outcome, duration, remaining: walk.schedule.remaining))
            return (free, [])
        }
        let skipped = walk.schedule.failed(step.id)
        runner.report(.ended(step, outcome, duration, remaining: walk.schedule.remaining))
        let completing = skipped.map(\.step).filter { walk.mustComplete($0, runner.begun) }
        for (dependent, cause) in skipped where !completing.contains(where: { $0.id == dependent.id }) {
            let reason = StepOutcome.skipped(because: "\(cause) did not succeed")
            await note(reason, of: dependent, runner.record)
            walk.outcomes[dependent.id] = reason
            runner.report(.ended(dependent, reason, .zero, remaining: walk.schedule.remaining))
        }
        return ([], completing)
    }

    /// Records what became of a step that was not begun. Once the record cannot
    /// be written nothing more is tried: a locked database costs its patience
    /// every time.
    private func note(_ outcome: StepOutcome, of step: Step, _ record: RecordKeeping) async {
        guard record.failure == nil else { return }
        do {
            try await Shield.run { [journal] in try await journal.didEnd(step, outcome) }
        } catch {
            record.note(unrecorded: step, error)
        }
    }

    /// The last disturbing step of each redundant set, after which nothing of
    /// the set is disturbed and no window has to be waited for.
    private static func lastDisturbances(_ plan: Plan) -> Set<StepID> {
        var last: [Redundancy: StepID] = [:]
        for step in plan.steps {
            if let set = step.disturbance?.redundancy { last[set] = step.id }
        }
        return Set(last.values)
    }
}
