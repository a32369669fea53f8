public import BrokerModel
public import Decisions
import Execution
import GitRepository
import Ledger
public import Logging
public import Reconciliation

/// Keeps a broker equal to a branch: the loop's shell. It carries out what
/// ``ControlLoop`` decides, by the same path as the commands, over connections
/// that stay open.
///
/// It holds the run lock from beginning to end, so that on one database there
/// is one service and no command beside it.
public actor BrokerService {
    var reconciler: Reconciler
    var loop: ControlLoop
    var figures = ServiceFigures()

    /// What of drift is recorded.
    var drifts: [ResourceAddress: NotedDrift] = [:]

    /// The last look, with the connections it used.
    var prepared: PreparedPlan?

    /// Whether anything happened on the hosts since the last look at all of them began, as
    /// far as it is known.
    var isDisturbed = true

    /// The head that was planned from a short look last.
    var hastened: CommitID?

    /// The fleet at the last look.
    public internal(set) var fleet: StatusDocument?

    /// What people may name, as of the last look; empty before it.
    var parts: Set<ChangeScope> = []
    public nonisolated let startedAt: Timestamp

    let actor: String
    let clock: @Sendable () -> Timestamp
    let timer: any Clock<Duration>
    public nonisolated let log: Logger

    /// Chooses what people are told, and brings it to them.
    var herald = Herald()
    let courier: Courier

    /// What the forge shows beside commits; nobody is told where none is named.
    var progress = CommitProgress()
    let reporter: CommitReporter?

    /// Wakes those who watch a run.
    public nonisolated let feed = RunFeed()
    let inbox = Inbox()

    /// What merging the open changes would do.
    public nonisolated let previews: PreviewDesk

    /// What the ledger did not take yet.
    var backlog = RecordBacklog()

    /// The head that was recorded last, or is about to be.
    var sighted: CommitID?

    /// Who follows the events of which engine.
    var following: [HostName: Task<Void, Never>] = [:]

    /// Ends the run at hand early.
    var stop: StopRequest?
    private var waker: Task<Void, Never>?
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var hasEnded = false

    /// - Parameters:
    ///   - actor: how the service is called in records: `isobar@wmanage`.
    ///   - seed: decides how far pauses are spread.
    ///   - timer: measures pauses; the time of day is another clock.
    public init(
        _ reconciler: Reconciler, actor: String, seed: UInt64, log: Logger,
        clock: @escaping @Sendable () -> Timestamp, timer: any Clock<Duration> = ContinuousClock(),
        retry: RetryRule = RetryRule(), brake: BrakeRule = BrakeRule()
    ) {
        self.reconciler = reconciler
        self.actor = actor
        self.clock = clock
        self.timer = timer
        self.log = log
        startedAt = clock()
        courier = Courier(
            Courier.channels(reconciler.configuration.notifications), service: actor, clock: clock, timer: timer,
            log: log)
        reporter = CommitReporter(reconciler.configuration, clock: clock, timer: timer, log: log)
        previews = PreviewDesk(reconciler.configuration, clock: clock, timer: timer, log: log)
        let settings = LoopSettings(
            policy: reconciler.configuration.policy,
            poll: .seconds(reconciler.configuration.repository.pollSeconds), retry: retry, brake: brake)
        loop = ControlLoop(settings, key: reconciler.planKey, seed: seed)
    }

    /// Runs until it is told to end and nothing is at hand any more.
    ///
    /// - Throws: ``Failure`` with `locked` when somebody else is at work on the
    ///   same database; what keeps the ledger from being read.
    public func run() async throws {
        let lock = try reconciler.lock(for: actor, to: "serve")
        defer { lock.release() }
        for run in try await reconciler.closeAbandonedRuns(holding: lock) {
            log.warning("closed a run that was killed", metadata: Self.metadata(of: run))
        }
        try await reconciler.recordConfiguration(actor: actor)
        let memory = try await remembered()
        figures.lastSuccess = try await lastSuccess()
        progress = CommitProgress(resuming: memory.seen, applied: memory.applied)
        let telling = Task { [courier] in await courier.run() }
        let reporting = Task { [reporter] in await reporter?.run() ?? () }
        let publishing = Task { [previews] in await previews.publisher?.run() ?? () }
        let keeper = reconciler.configuration.retention.map {
            LedgerKeeper(settings: $0, ledger: reconciler.ledger, actor: actor, timer: timer, log: log)
        }
        let keeping = Task(priority: .utility) { await keeper?.run() ?? () }
        let releasing = Task(priority: .utility) { await ProgramPages().run() }
        defer {
            keeping.cancel()
            releasing.cancel()
            telling.cancel()
            reporting.cancel()
            publishing.cancel()
        }
        await withDiscardingTaskGroup { group in
            carryOut(loop.handle(.started(memory), at: clock()), in: &group, holding: lock)
            for await message in inbox.messages {
                take(message, in: &group, holding: lock)
                if hasEnded { break }
            }
            group.cancelAll()
            waker?.cancel()
            unfollow()
            inbox.close()
            // Who asked in the last moment gets an answer, too.
            for await message in inbox.messages {
                if case .settle(let continuation) = message { waiting.append(continuation) }
            }
            settle()
        }
        await writeBacklog()
        if backlog.count > 0 { log.error("records are lost", metadata: ["count": "\(backlog.count)"]) }
        feed.close()
        for report in progress.end() { reporter?.take(report) }
        await courier.finish(within: .seconds(5), telling)
        await reporter?.finish(within: .seconds(10), reporting)
        await previews.publisher?.finish(within: .seconds(10), publishing)
        await prepared?.close()
        prepared = nil
        log.info("ended")
    }

    /// What the loop has to know from before.
    private func remembered() async throws -> LoopMemory {
        let ledger = reconciler.ledger
        let now = clock()
        let seen = try await ledger.lastSighting().flatMap { CommitID($0) }
        var decisions: [Digest: PlanDecision] = [:]
        if let seen { decisions = try await ledger.openDecisions(on: seen.text) }
        var givenUp = seen
        if let commit = seen, try await !ledger.isGivenUp(commit) { givenUp = nil }
        return LoopMemory(
            applied: try await ledger.lastAppliedCommit().flatMap { CommitID($0) }, seen: seen,
            decisions: decisions, pauses: try await ledger.openPauses(at: now), pins: try await ledger.openPins(),
            heals: try await ledger.heals(since: now - loop.settings.brake.window), fights: try await ledger.openFights(),
            givenUp: givenUp)
    }

    /// When the newest run that succeeded ended, of this service or before it.
    private func lastSuccess() async throws -> Timestamp? {
        let filter = HistoryFilter(outcomes: [RunOutcome.succeeded.rawValue], limit: 1)
        return try await reconciler.ledger.runs(matching: filter).entries.first?.endedAt
    }

    private func take(_ message: Inbox.Message, in group: inout DiscardingTaskGroup, holding lock: RunLock) {
        if case .input(.toldToLook(.host)) = message { isDisturbed = true }
        switch message {
        case .input(let input): carryOut(loop.handle(input, at: clock()), in: &group, holding: lock)
        case .settle(let continuation): waiting.append(continuation)
        case .hurry: stop?.ask()
        }
        if loop.isSettled { settle() }
    }

    /// Who waited for a look may go on.
    private func settle() {
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    private func carryOut(_ outputs: [LoopOutput], in group: inout DiscardingTaskGroup, holding lock: RunLock) {
        for output in outputs {
            switch output {
            case .fetch: group.addTask { await self.fetch() }
            case .look(let commit): group.addTask { await self.look(for: commit) }
            case .apply(let order):
                let stop = StopRequest()
                self.stop = stop
                group.addTask { await self.apply(order, stop, holding: lock) }
            case .recordStanding(_, let before):
                // Held here: by the time the task runs, there may be another look.
                if let prepared { group.addTask { await self.recordStanding(prepared, over: before) } }
            case .rollBack(let commit, let head): group.addTask { await self.rollBack(to: commit, from: head) }
            case .stop: stop?.ask()
            case .wake(let moment): wake(at: moment)
            case .tell(let notice): tell(notice, in: &group)
            case .end: hasEnded = true
            }
        }
    }

    /// Sends a tick at a moment, in the place of the one before.
    private func wake(at moment: Timestamp) {
        waker?.cancel()
        let pause = max(moment - clock(), .zero)
        waker = Task { [timer, inbox] in
            guard (try? await timer.sleep(for: pause)) != nil else { return }
            inbox.post(.input(.tick))
        }
    }
}
