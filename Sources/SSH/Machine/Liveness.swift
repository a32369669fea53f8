/// Whether the other side is still there: silence leads to a question, an
/// unanswered question to the end of the session.
///
/// Any byte counts as an answer, since none can come from a dead peer.
struct Liveness: Sendable {
    typealias Instant = ContinuousClock.Instant

    enum Verdict: Equatable {
        case well
        case ask
        case dead
    }

    private let pingAfter: Duration
    private let deadline: Duration
    private var heardAt: Instant
    private var askedAt: Instant?

    init(_ timeouts: SSHTimeouts, at now: Instant) {
        pingAfter = timeouts.pingAfter
        deadline = timeouts.pingDeadline
        heardAt = now
    }

    /// When the verdict may change by the mere passing of time.
    var nextCheck: Instant {
        askedAt.map { $0 + deadline } ?? heardAt + pingAfter
    }

    mutating func heard(at now: Instant) {
        heardAt = now
        askedAt = nil
    }

    /// `ask` is said once per silence.
    mutating func check(at now: Instant) -> Verdict {
        guard now >= nextCheck else { return .well }
        guard askedAt == nil else { return .dead }
        askedAt = now
        return .ask
    }
}
