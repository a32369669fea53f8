internal import BrokerModel

/// Everything a session decides, and nothing it does: which call gets a
/// channel, what is asked of the server next, who is answered, what is too
/// late. A value without I/O and without a clock.
///
/// Its driver hands in demands of callers and events of the library, carries
/// out ``opening``, ``starting`` and the wishes of ``channels``, and delivers
/// ``takeAnswers()``.
///
/// libssh2 1.10 bounds what may be asked at once: one channel open per session
/// (its state lives in the session), and one request that waits for a channel
/// reply, because the waiting one mistakes a reply to another channel for an
/// error. Hence the single places ``opening`` and ``starting``.
struct SessionMachine: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// What the one open under way is for.
    enum Opening: Sendable, Equatable {
        case call(CallID)
        /// Whether the host is still there.
        case ping
    }

    let failures: SSHFailures
    let limits: SessionLimits
    let timeouts: SSHTimeouts

    var calls: [CallID: Call] = [:]
    var budget: ChannelBudget

    /// `nil` while there is no session.
    var liveness: Liveness?

    var opening: Opening?
    var starting: CallID?

    /// Channels that stand and wait for their turn in ``starting``.
    var opened: [CallID] = []

    var isPingDue = false

    /// Why the session has to be given up, once that is decided.
    var dropReason: String?

    private var answers: [(Ticket, Answer)] = []

    init(failures: SSHFailures, limits: SessionLimits = SessionLimits()) {
        self.failures = failures
        self.limits = limits
        timeouts = failures.destination.timeouts
        budget = ChannelBudget(limits: limits)
    }

    var isConnected: Bool { liveness != nil }

    /// Somebody waits and there is no session.
    var wantsSession: Bool { !isConnected && budget.hasWaiting }

    /// The calls whose channels stand and are past their start, in the order
    /// they came.
    var channels: [CallID] {
        calls.values.filter { $0.phase == .running }.map(\.id).sorted { $0.number < $1.number }
    }

    /// Fills ``opening`` and ``starting`` when they are free.
    mutating func schedule(at now: Instant) {
        guard isConnected else { return }
        if opening == nil {
            if isPingDue {
                isPingDue = false
                opening = .ping
            } else if let id = budget.admit(at: now) {
                calls[id]?.phase = .opening
                opening = .call(id)
            }
        }
        if starting == nil, !opened.isEmpty {
            let id = opened.removeFirst()
            calls[id]?.phase = .starting
            calls[id]?.startedAt = now
            starting = id
        }
    }

    func commandLine(of id: CallID) -> String {
        calls[id]?.commandLine ?? ""
    }

    /// What to do on a channel, at most `limit` bytes of input at a time.
    func wish(of id: CallID, limit: Int) -> ChannelWish {
        guard let call = calls[id] else { return ChannelWish() }
        guard !call.isAbandoned else { return ChannelWish(discard: true) }
        return ChannelWish(
            readOutput: call.kind == .command || call.output.count < limits.unreadOutput,
            input: call.input.prefix(limit),
            endInput: call.inputFinished && !call.endOfInputSent)
    }

    mutating func answer(_ ticket: Ticket?, _ answer: Answer) {
        guard let ticket else { return }
        answers.append((ticket, answer))
    }

    mutating func takeAnswers() -> [(Ticket, Answer)] {
        defer { answers = [] }
        return answers
    }

    /// Answers everybody who waits for a call, and lets the call go: at once
    /// where no channel stands, else when the server has closed its side.
    mutating func abandon(_ id: CallID, _ failure: Failure, at now: Instant) {
        guard var call = calls[id], !call.isAbandoned else { return }
        for ticket in call.takeTickets() {
            answer(ticket, .failed(failure))
        }
        switch call.phase {
        case .waiting, .ended:
            remove(id)
            return
        case .opened:
            opened.removeAll { $0 == id }
            call.phase = .running
        case .opening, .starting, .running:
            break
        }
        // sshd keeps the channel of an unfinished command until the command
        // ends, which its own `timeout` sees to.
        let sure = call.kind == .command && call.startedAt != nil && call.phase == .running ? call.deadline : nil
        call.deadline = max(sure ?? now, now + limits.grace)
        call.isAbandoned = true
        call.input = ByteQueue()
        call.output = ByteQueue()
        call.errorOutput = []
        calls[id] = call
    }

    /// Nobody will be served any more.
    mutating func abandonAll(at now: Instant) {
        for call in calls.values.sorted(by: { $0.id.number < $1.id.number }) {
            abandon(call.id, failures.closed(during: call.attempted), at: now)
        }
    }

    mutating func remove(_ id: CallID) {
        calls[id] = nil
        budget.release(id)
    }
}
