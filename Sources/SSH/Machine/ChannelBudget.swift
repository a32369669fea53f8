/// Who may hold one of the session's channels, and who waits for one.
///
/// First come, first served, except that a stream that waits for another stream
/// lets commands pass.
struct ChannelBudget: Sendable {
    typealias Instant = ContinuousClock.Instant

    private let limits: SessionLimits
    private var holders: [CallID: CallKind] = [:]
    private var queue: [(id: CallID, kind: CallKind)] = []

    /// How many times in a row the server refused to open a channel.
    private var refusals = 0

    /// After a refusal: not before this moment.
    private(set) var pausedUntil: Instant?

    init(limits: SessionLimits) {
        self.limits = limits
    }

    var hasWaiting: Bool { !queue.isEmpty }
    var waiting: [CallID] { queue.map(\.id) }
    var isFull: Bool { holders.count >= limits.channels }

    /// The server's last answer to an open was no.
    var isRefused: Bool { refusals > 0 }

    /// `7 commands and 3 streams`, for messages: who holds channels besides `call`.
    func census(besides call: CallID) -> String {
        let others = holders.filter { $0.key != call }.values
        let streams = others.count { $0 == .stream }
        return "\(others.count - streams) commands and \(streams) streams"
    }

    mutating func enqueue(_ id: CallID, _ kind: CallKind) {
        queue.append((id, kind))
    }

    /// The next call that may have a channel; it holds one from now on.
    mutating func admit(at now: Instant) -> CallID? {
        if let pausedUntil, now < pausedUntil { return nil }
        pausedUntil = nil
        guard !isFull, let index = queue.firstIndex(where: { mayHold($0.kind) }) else { return nil }
        let (id, kind) = queue.remove(at: index)
        holders[id] = kind
        return id
    }

    mutating func opened() {
        refusals = 0
        pausedUntil = nil
    }

    /// The server has no channel to give: its `MaxSessions` is lower than our
    /// budget, or it has not yet noticed that one was closed. The call goes
    /// back to the head of the queue and is tried again soon, then less soon.
    mutating func refused(_ id: CallID, at now: Instant) {
        guard let kind = holders.removeValue(forKey: id) else { return }
        queue.insert((id, kind), at: 0)
        pausedUntil = now + min(.milliseconds(10) * (1 << min(refusals, 10)), .seconds(1))
        refusals += 1
    }

    /// The call gave its channel or its place in the queue back.
    mutating func release(_ id: CallID) {
        // A free channel of ours may be what the server had too few of.
        if holders.removeValue(forKey: id) != nil { opened() }
        queue.removeAll { $0.id == id }
    }

    /// Puts a call before all others: it had its turn once already.
    mutating func requeue(_ id: CallID, _ kind: CallKind) {
        queue.insert((id, kind), at: 0)
    }

    /// The session is gone and its channels with it; who waits goes on waiting.
    mutating func reset() {
        holders = [:]
        refusals = 0
        pausedUntil = nil
    }

    private func mayHold(_ kind: CallKind) -> Bool {
        kind == .command || holders.values.count { $0 == .stream } < limits.streams
    }
}
