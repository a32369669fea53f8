public import BrokerModel

/// What the service does next, and why: all its decisions, without a clock,
/// without chance and without I/O.
///
/// It compares whole states. Whatever happens leads to a look, and each look
/// is judged by itself; what is remembered between looks are decisions of
/// people, failures that are waited out, and what was mended of late. So an
/// event that is lost costs one poll and nothing else.
///
/// One cycle: `fetch` the branch, `look` at the hosts for its head, and then
/// `apply` what may be applied, wait for a person, or do nothing. Where the head
/// has to wait or cannot be used, drift is still mended, by another look for the
/// commit that was applied last. Where something was gone back to (``Pin``), that is
/// wanted in place of the head.
public struct ControlLoop: Sendable {
    public internal(set) var settings: LoopSettings
    public internal(set) var memory = LoopMemory()

    /// How things stand.
    public internal(set) var condition = Condition.starting

    /// Where the branch stands; nil before it was read.
    public internal(set) var head: BranchHead?

    /// Why the repository cannot be read; nil when it can.
    public internal(set) var repositoryFailure: Failure?

    /// The plan that waits for a person, also after it was rejected.
    public internal(set) var proposal: Proposal?

    /// Of the head, what may be carried out, yet comes after a step that may not.
    public internal(set) var behind: [ResourceAddress] = []

    /// When the branch is looked at next if nothing happens.
    public internal(set) var nextPoll: Timestamp

    /// The installation's key, for digests of parts of plans.
    let key: [UInt8]
    var jitter: Jitter
    var brake = DriftBrake()
    var work = Work.idle
    var isFetching = false

    /// Whether something happened while a look was at hand.
    var isDueAgain = false

    /// Whether the look at hand is for something else than is wanted now: what it
    /// finds is not judged.
    var isLookStale = false
    var isEnding = false

    /// Whether the run at hand was told to end; a second time would give up its
    /// steps at hand, which is for people to ask.
    var isStopping = false
    var lastLook = Timestamp(seconds: 0)
    var fetchFailures = 0
    var lookFailures = 0

    /// Failed runs of the head.
    var changes: FailedAttempts?

    /// Failed mending, by what it failed with: nothing else has to wait for it.
    var heals: [ResourceAddress: FailedAttempts] = [:]

    /// Of the last decision, where another plan waits since, or none: why it was not taken.
    public internal(set) var lateDecision: (plan: Digest, objection: Failure)?

    /// Approved, and not yet met by a plan.
    var awaited: Digest?

    /// What was told last, by topic, so that it is told once.
    var told: [String: Notice] = [:]
    var outputs: [LoopOutput] = []

    /// - Parameters:
    ///   - key: the installation's key, for digests of parts of plans.
    ///   - seed: decides how far pauses are spread.
    public init(_ settings: LoopSettings, key: [UInt8], seed: UInt64) {
        self.settings = settings
        self.key = key
        jitter = Jitter(seed: seed)
        nextPoll = Timestamp(seconds: 0)
    }

    /// The steps of ``proposal``.
    public internal(set) var proposedPlan: Plan?

    /// Whether nothing is being looked at: all that came before is judged.
    public var isSettled: Bool { !isFetching && !work.isLooking }

    /// What is fought over and left alone.
    public var fights: [ResourceAddress] { brake.fights.keys.sorted() }

    /// Takes in what happened.
    ///
    /// - Parameter now: the time of day; it may jump.
    /// - Returns: what to do, in this order.
    public mutating func handle(_ input: LoopInput, at now: Timestamp) -> [LoopOutput] {
        noticeTime(now)
        react(to: input, at: now)
        if let moment = nextMoment(after: now) { outputs.append(.wake(at: moment)) }
        defer { outputs = [] }
        return outputs
    }

    private mutating func react(to input: LoopInput, at now: Timestamp) {
        switch input {
        case .started(let memory): start(memory, at: now)
        case .tick: tick(at: now)
        case .toldToLook(let nudge): take(nudge, at: now)
        case .fetched(let head): take(head, at: now)
        case .fetchFailed(let failure): fetchFailed(failure, at: now)
        case .planned(let look): take(look, at: now)
        case .lookFailed(let commit, let failure): lookFailed(commit, failure, at: now)
        case .runEnded(let end): take(end, at: now)
        case .standingUnrecorded(let commit, let before): if memory.applied == commit { memory.applied = before }
        case .decided(let decision): take(decision, at: now)
        case .paused(let pause): take(pause, at: now)
        case .resumed(let scope, _): resume(scope, at: now)
        case .pinned(let pin): take(pin, at: now)
        case .unpinned(let node): unpin(node, at: now)
        case .reloaded(let settings): take(settings, at: now)
        case .shutDown: shutDown()
        }
    }

    // MARK: - Telling

    mutating func tell(_ notice: Notice) {
        outputs.append(.tell(notice))
    }

    /// Tells something that lasts once, until something else is told of the
    /// same topic.
    mutating func tellOnce(_ topic: String, _ notice: Notice) {
        guard told.updateValue(notice, forKey: topic) != notice else { return }
        tell(notice)
    }

    // MARK: - Time

    /// The time of day may be set back; nothing is waited for longer because of it.
    private mutating func noticeTime(_ now: Timestamp) {
        lastLook = min(lastLook, now)
        nextPoll = min(nextPoll, now + max(settings.poll, settings.retry.longest) * 1.1)
    }

    private mutating func start(_ memory: LoopMemory, at now: Timestamp) {
        self.memory = memory
        for heal in memory.heals { brake.noteHeal(of: [heal.resource], at: heal.at) }
        brake.remember(fights: memory.fights, at: now)
        changes = memory.givenUp.map(FailedAttempts.givenUp)
        fetch(at: now)
    }

    private mutating func tick(at now: Timestamp) {
        for pause in memory.pauses where pause.until <= now { tell(.pauseEnded(pause)) }
        memory.pauses.removeAll { $0.until <= now }
        fetch(at: now)
    }

    /// When to come back; nil while an answer is awaited that leads on by itself.
    private func nextMoment(after now: Timestamp) -> Timestamp? {
        guard !isEnding, !isFetching, !work.isLooking else { return nil }
        guard work.isIdle else { return max(nextPoll, now) }
        let others =
            [changes?.notBefore, settings.policy.waitsForWindow(at: now)] + heals.values.map(\.notBefore)
            + memory.pauses.map(\.until)
        return max(others.compactMap { $0 }.filter { $0 > now }.reduce(nextPoll, min), now)
    }

    private mutating func shutDown() {
        isEnding = true
        if case .running = work {
            stopRun()
        } else {
            outputs.append(.end)
        }
    }

    /// Ends the run at hand after its steps at hand.
    mutating func stopRun() {
        guard !isStopping else { return }
        isStopping = true
        outputs.append(.stop)
    }
}
