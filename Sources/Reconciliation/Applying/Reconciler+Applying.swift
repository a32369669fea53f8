public import BrokerModel
public import Execution
import Fleet
public import GitRepository
public import Ledger
import Planner
import Secrets

extension Reconciler {
    /// Takes the lock that every change of the broker needs.
    ///
    /// - Parameter work: what it is taken for, as others are told.
    /// - Throws: ``Failure`` with `locked`, naming who holds it.
    public func lock(for actor: String, to work: String = "apply") throws -> RunLock {
        try RunLock(database: configuration.database, holder: "\(work) by \(actor)")
    }

    /// Closes what a killed program left open. Any run that is open while the
    /// lock is held is such a one.
    public func closeAbandonedRuns(holding lock: borrowing RunLock) async throws -> [AbandonedRun] {
        try await ledger.closeAbandonedRuns()
    }

    /// Whether a plan may be applied: policy, who signed the commit, and that it
    /// still is the one that was reviewed.
    ///
    /// - Throws: ``Failure`` with `refusedByPolicy` or `planStale`.
    func check(_ prepared: PreparedPlan, _ request: ApplyRequest) async throws {
        try ApplyGuard(policy: configuration.policy, prepared: prepared, request: request).check()
        try await checkSigner(of: prepared.loaded.commit.id)
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
        try await admit(prepared, request)
        try await recordConfiguration(actor: request.actor)
        let commit = CommitRecord(prepared.loaded.commit)
        let plan = try await ledger.record(plan: prepared.plan, commit: commit, body: prepared.document.json)
        let run = try await ledger.beginRun(
            plan: plan, commit: commit, actor: request.actor,
            command: prepared.isWhole ? LedgerStore.wholeApply : "apply in part",
            spending: request.spendsApproval ? request.reviewed : nil)
        let executor = Executor(
            performer: RedactingPerformer(FleetPerformer(prepared.hosts), prepared.redaction),
            journal: LedgerJournal(journal: RunJournal(ledger: ledger, run: run, actor: request.actor)),
            clock: surroundings.timer, limits: surroundings.limits)
        let execution = await executor.run(prepared.plan, stop: stop, report: report)
        var result = ApplyResult(
            run: run, report: execution, unreachable: prepared.plan.unreachable,
            hasConflicts: !prepared.plan.conflicts.isEmpty)
        // The run is closed whatever becomes of the other record.
        let recording = await Result { try await recordApplied(prepared, execution, by: run) }
        try await ledger.endRun(run, actor: request.actor, outcome: result.outcome)
        result.unpublished = await publishAuditHead(after: run)
        try recording.get()
        return result
    }

    /// Records that the hosts already are as a commit wants them, when that is
    /// not the commit that was last applied: a run without a step.
    ///
    /// - Returns: why the head of the audit chain could not be published.
    public func recordStanding(_ prepared: PreparedPlan, actor: String) async throws -> Failure? {
        guard prepared.isWhole, prepared.plan.isEmpty,
            try await ledger.lastAppliedCommit() != prepared.plan.commit
        else { return nil }
        try await recordConfiguration(actor: actor)
        let commit = CommitRecord(prepared.loaded.commit)
        let plan = try await ledger.record(plan: prepared.plan, commit: commit, body: prepared.document.json)
        let run = try await ledger.beginRun(plan: plan, commit: commit, actor: actor, command: LedgerStore.wholeApply)
        let nothing = ExecutionReport(outcomes: [:], durations: [:], wasInterrupted: false, failures: [], untidied: [:])
        try await recordApplied(prepared, nothing, by: run)
        try await ledger.endRun(run, actor: actor, outcome: .succeeded)
        return await publishAuditHead(after: run)
    }

    /// Remembers what now stands.
    private func recordApplied(_ prepared: PreparedPlan, _ execution: ExecutionReport, by run: RunID) async throws {
        let changes = AppliedChanges(
            prepared, succeeded: execution.succeeded, key: key.bytes, before: try await ledger.lastApplied())
        try await ledger.recordApplied(changes.applied, removed: changes.removed, by: run)
    }
}

extension CommitRecord {
    public init(_ commit: CommitSummary) {
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
