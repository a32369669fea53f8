import BrokerModel
public import Execution
import Fleet
import GitRepository
public import Ledger
import Planner
import Secrets

extension Reconciler {
    /// Takes the lock that every change of the broker needs.
    ///
    /// - Throws: ``Failure`` with `locked`, naming who holds it.
    public func lock(for actor: String) throws -> RunLock {
        try RunLock(database: configuration.database, holder: "apply by \(actor)")
    }

    /// Whether a plan may be applied: policy, and that it still is the one that
    /// was reviewed.
    ///
    /// - Throws: ``Failure`` with `refusedByPolicy` or `planStale`.
    public func check(_ prepared: PreparedPlan, _ request: ApplyRequest) throws {
        try ApplyGuard(policy: configuration.policy, prepared: prepared, request: request).check()
    }

    /// Carries out exactly the prepared plan. The caller holds the lock.
    ///
    /// - Parameters:
    ///   - stop: ends the run early: the steps at hand are finished.
    ///   - report: gets everything that happens, for showing progress.
    /// - Throws: ``Failure`` before the first change: refused by policy, or the
    ///   world moved since the review. Later failures are in the result.
    public func apply(
        _ prepared: PreparedPlan,
        _ request: ApplyRequest,
        holding lock: borrowing RunLock,
        stop: StopRequest,
        report: @escaping @Sendable (ExecutionEvent) -> Void
    ) async throws -> ApplyResult {
        try check(prepared, request)
        let commit = CommitRecord(prepared.loaded.commit)
        let plan = try await ledger.record(plan: prepared.plan, commit: commit, body: prepared.document.json)
        let run = try await ledger.beginRun(
            plan: plan, commit: commit, actor: request.actor,
            command: prepared.scope == PlanScope() ? LedgerStore.wholeApply : "apply in part")
        let executor = Executor(
            performer: FleetPerformer(prepared.hosts),
            journal: LedgerJournal(journal: RunJournal(ledger: ledger, run: run, actor: request.actor)),
            clock: surroundings.timer, limits: surroundings.limits)
        let execution = await executor.run(prepared.plan, stop: stop, report: report)
        let outcome = outcome(of: prepared.plan, execution)
        // The run is closed whatever becomes of the other record.
        let recording = await Result { try await recordApplied(prepared, execution, by: run) }
        try await ledger.endRun(run, actor: request.actor, outcome: outcome)
        try recording.get()
        return ApplyResult(
            run: run, outcome: outcome, report: execution, unreachable: prepared.plan.unreachable)
    }

    /// Records that the hosts already are as a commit wants them, when that is
    /// not the commit that was last applied: a run without a step.
    public func recordStanding(_ prepared: PreparedPlan, actor: String) async throws {
        guard prepared.scope == PlanScope(), prepared.plan.isEmpty,
            try await ledger.lastAppliedCommit() != prepared.plan.commit
        else { return }
        let commit = CommitRecord(prepared.loaded.commit)
        let plan = try await ledger.record(plan: prepared.plan, commit: commit, body: prepared.document.json)
        let run = try await ledger.beginRun(plan: plan, commit: commit, actor: actor, command: LedgerStore.wholeApply)
        let nothing = ExecutionReport(outcomes: [:], durations: [:], wasInterrupted: false, failures: [], untidied: [:])
        try await recordApplied(prepared, nothing, by: run)
        try await ledger.endRun(run, actor: actor, outcome: .succeeded)
    }

    private func outcome(of plan: Plan, _ execution: ExecutionReport) -> RunOutcome {
        if execution.wasInterrupted { return .interrupted }
        let failures = execution.failures
        if failures.contains(where: { $0.failure.code.exitStatus != FailureCode.incomplete.exitStatus }) { return .failed }
        if !plan.conflicts.isEmpty { return .failed }
        let isWhole = failures.isEmpty && plan.unreachable.isEmpty && execution.untidied.isEmpty
        return isWhole ? .succeeded : .incomplete
    }

    /// Remembers what now stands: every wanted resource of a reached host that
    /// no step failed for, and what was removed.
    private func recordApplied(_ prepared: PreparedPlan, _ execution: ExecutionReport, by run: RunID) async throws {
        var unfinished: Set<ResourceAddress> = Set(prepared.plan.conflicts.map(\.resource)).union(prepared.plan.heldBack)
        var removed: [ResourceAddress] = []
        var done: Set<ResourceAddress> = []
        for step in prepared.plan.steps {
            guard execution.succeeded.contains(step.id) else {
                unfinished.insert(step.resource)
                continue
            }
            done.insert(step.resource)
            if step.action == .delete { removed.append(step.resource) }
        }
        let isWhole = prepared.scope.hosts.isEmpty && prepared.scope.nodes.isEmpty
        var applied: [ResourceAddress: Digest] = [:]
        for resource in prepared.resources {
            let address = resource.address
            guard let host = address.host, prepared.observed.hosts[host] != nil, !unfinished.contains(address),
                isWhole || done.contains(address)
            else { continue }
            applied[address] = resource.specification.digest(key: key.bytes)
        }
        if isWhole, unfinished.isEmpty {
            // What was applied on hosts that left hosts.yaml is no longer
            // wanted; it counted as deleted once, in this plan.
            let hosts = Set(prepared.loaded.desired.hosts.map(\.name))
            removed += try await ledger.lastApplied().keys.filter { $0.host.map { !hosts.contains($0) } ?? false }
        }
        try await ledger.recordApplied(applied, removed: removed, by: run)
    }
}

extension CommitRecord {
    init(_ commit: CommitSummary) {
        self.init(
            hash: commit.id.bytes, author: "\(commit.author.name) <\(commit.author.email)>",
            authoredAt: Timestamp(seconds: commit.author.seconds), summary: commit.summary)
    }
}

extension CommitID {
    /// The identifier as bytes.
    fileprivate var bytes: [UInt8] {
        let digits = Array(text.utf8)
        func value(_ digit: UInt8) -> UInt8 { digit < 0x3A ? digit - 0x30 : digit - 0x57 }
        return stride(from: 0, to: digits.count, by: 2).map { value(digits[$0]) << 4 | value(digits[$0 + 1]) }
    }
}

extension Result where Failure == any Error {
    /// What an asynchronous piece of work came to.
    fileprivate init(_ work: () async throws -> Success) async {
        do {
            self = .success(try await work())
        } catch {
            self = .failure(error)
        }
    }
}
