public import BrokerModel

/// Decides, look after look, whether a member that was disturbed is no worse
/// than it was and than its siblings (CONTRACT section 6).
///
/// A value without clock or I/O. First the member must be healthy and
/// connected; then, for one window without a relapse, its counters must move
/// where a sibling's move and exactly one member must be elected. A member whose
/// siblings are not connected either is not to blame: its own broker is down.
public struct HealthGate: Sendable {
    public enum Verdict: Sendable, Equatable {
        /// Not yet; look again.
        case wait(String)
        /// No worse than before; `warning` says what is not as one would wish.
        case pass(warning: String?)
        /// The time is over.
        case fail(String)
    }

    private let before: [ResourceAddress: MemberHealth]
    private let member: ResourceAddress
    private let siblings: [ResourceAddress]
    private let leaving: [ResourceAddress]
    private let elsewhere: Set<ResourceAddress>
    private let window: Duration
    private let timeout: Duration

    /// Since when the member has been well, and what all counters were then.
    private var wellSince: (elapsed: Duration, health: [ResourceAddress: MemberHealth])?

    /// - Parameters:
    ///   - before: what was seen right before the step.
    ///   - leaving: members that the plan removes. Until they are gone one of
    ///     them may be the elected one; otherwise nobody relies on them.
    ///   - elsewhere: members that are elected through other Redis nodes: whoever
    ///     is elected among them says nothing of the member's own election.
    ///   - window: how long the member must stay well.
    ///   - timeout: how long it may take to become well; the window comes on
    ///     top of it.
    public init(
        before: [ResourceAddress: MemberHealth],
        member: ResourceAddress,
        siblings: [ResourceAddress],
        leaving: [ResourceAddress] = [],
        elsewhere: Set<ResourceAddress> = [],
        window: Duration,
        timeout: Duration
    ) {
        self.before = before
        self.member = member
        self.siblings = siblings
        self.leaving = leaving
        self.elsewhere = elsewhere.subtracting([member])
        self.window = window
        self.timeout = timeout
    }

    /// Whether the member has become well and only the window is waited for.
    public var isInWindow: Bool { wellSince != nil }

    /// When the member became well and stayed so, since the step took effect.
    public var wellAfter: Duration? { wellSince?.elapsed }

    /// Takes one look into account.
    ///
    /// - Parameter elapsed: the time since the step took effect.
    public mutating func look(_ now: [ResourceAddress: MemberHealth], elapsed: Duration) -> Verdict {
        if let reason = unwell(now) {
            wellSince = nil
            return elapsed < timeout ? .wait(reason) : .fail(reason)
        }
        guard let since = wellSince else {
            wellSince = (elapsed, now)
            return window > .zero ? .wait("well; watching for one election window") : conclude(now, since: now, elapsed)
        }
        guard elapsed - since.elapsed >= window else { return .wait("well; watching for one election window") }
        return conclude(now, since: since.health, elapsed)
    }

    private func conclude(
        _ now: [ResourceAddress: MemberHealth],
        since then: [ResourceAddress: MemberHealth],
        _ elapsed: Duration
    ) -> Verdict {
        if let reason = stuck(now, since: then) ?? unelected(now) {
            return elapsed < timeout + window ? .wait(reason) : .fail(reason)
        }
        let isAlone = now[member]?.isConnected == false
        return .pass(
            warning: isAlone ? "not connected, as before or as its siblings: its own broker does not answer" : nil)
    }

    /// Why the member is not well; nil when it is.
    private func unwell(_ now: [ResourceAddress: MemberHealth]) -> String? {
        guard let health = now[member] else { return "it cannot be looked at" }
        guard health.isRunning else { return health.note ?? "it does not run" }
        guard health.isHealthy else { return health.note ?? "it runs and is not healthy" }
        guard health.isConnected == false else { return nil }
        let wasConnected = before[member]?.isConnected == true
        let others = siblings.compactMap { now[$0]?.isConnected }
        let othersAreConnected = others.contains(true)
        if othersAreConnected { return "it is not connected to its broker, a sibling is" }
        return wasConnected && others.isEmpty ? "it is not connected to its broker, and was before" : nil
    }

    /// Why the member seems to do nothing, although it looks well.
    private func stuck(
        _ now: [ResourceAddress: MemberHealth],
        since then: [ResourceAddress: MemberHealth]
    ) -> String? {
        func growth(_ address: ResourceAddress, _ counter: String) -> Double? {
            guard let new = now[address]?.counters[counter], let old = then[address]?.counters[counter] else {
                return nil
            }
            // A counter that fell was started anew: what it shows is growth.
            return new >= old ? new - old : new
        }
        guard let received = growth(member, Counter.received) else { return nil }
        let siblingsReceive = siblings.contains { (growth($0, Counter.received) ?? 0) > 0 }
        if siblingsReceive, received == 0 { return "it receives nothing while a sibling does" }
        let hadPublished = siblings.contains { (before[$0]?.counters[Counter.published] ?? 0) > 0 }
        if now[member]?.isPrimary == true, received > 0, hadPublished, growth(member, Counter.published) == 0 {
            return "it is primary and receives, but publishes nothing"
        }
        return nil
    }

    /// Why the election is not settled; nil where nothing is elected.
    private func unelected(_ now: [ResourceAddress: MemberHealth]) -> String? {
        let voters = ([member] + siblings + leaving).filter { !elsewhere.contains($0) }
        let elected = voters.compactMap { now[$0]?.isPrimary }
        guard !elected.isEmpty else { return nil }
        switch elected.count(where: { $0 }) {
        case 1: return nil
        case 0: return "no instance is primary"
        case let count: return "\(count) instances say they are primary"
        }
    }

    /// The counters the gate knows, by the names ``MemberHealth`` gives them.
    public enum Counter {
        public static let received = "messages_received_total"
        public static let published = "messages_published_total"
    }
}
