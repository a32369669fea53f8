import BrokerModel

/// Whether a member may be taken out, judged look after look right before it
/// is disturbed.
///
/// CONTRACT section 6: "The two instances of a node, two brokers, two load
/// balancers are never disturbed at the same time, and the second only after
/// the first is no worse than before: health, counters moving where the
/// sibling's move, one election window. No traffic on both: health and window."
/// Here that reads:
///
/// 1. Every sibling runs, is healthy by its own standard, and is connected to
///    its broker where the member is. Then the member may go. That its counters
///    move and its election is settled is the ``HealthGate``'s part.
/// 2. A member that does no work cannot be disturbed: it may go whatever its
///    siblings are. But one probe that fails is no proof, since a member that
///    serves can miss one. It counts as doing no work only when it was seen and
///    not well at every look of one election window, and at no fewer than
///    ``leastLooks``. A window is the time in which a sibling that could take
///    its work over has done so. One that complains of its cluster does its part
///    of the work (``MemberHealth/isIdle``).
/// 3. What cannot be looked at is unknown: neither well nor out of work.
///
/// A value without clock or I/O.
struct SiblingRule: Sendable {
    /// How many looks in a row have to find the member not well.
    static let leastLooks = 3

    private let member: ResourceAddress
    private let siblings: [ResourceAddress]
    private let window: Duration

    /// Since when, and at how many looks, the member did no work.
    private var unwell: (since: Duration, looks: Int)?

    init(member: ResourceAddress, siblings: [ResourceAddress], window: Duration) {
        self.member = member
        self.siblings = siblings
        self.window = window
    }

    /// Takes one look into account.
    ///
    /// - Parameter elapsed: the time since some fixed moment.
    /// - Returns: why the member must stay; nil when it may be taken out.
    mutating func objection(_ health: [ResourceAddress: MemberHealth], elapsed: Duration) -> SiblingObjection? {
        guard let own = health[member] else {
            unwell = nil
            return .unseen(member)
        }
        unwell = own.isIdle ? (unwell?.since ?? elapsed, (unwell?.looks ?? 0) + 1) : nil
        guard let objection = siblings.lazy.compactMap({ Self.complaint(of: $0, health[$0], beside: own) }).first else {
            return nil
        }
        guard let unwell else { return objection }
        if unwell.looks >= Self.leastLooks, elapsed - unwell.since >= window { return nil }
        return objection.adding(
            "\(member) is not well either, and goes when it stays so for \(window.components.seconds) s")
    }

    private static func complaint(
        of sibling: ResourceAddress, _ health: MemberHealth?, beside own: MemberHealth
    ) -> SiblingObjection? {
        guard let health else { return .unseen(sibling) }
        guard health.isRunning else { return SiblingObjection("\(sibling): \(health.note ?? "it does not run")") }
        guard health.isHealthy else { return SiblingObjection("\(sibling): \(health.note ?? "it is not healthy")") }
        guard own.isConnected == true, health.isConnected == false else { return nil }
        return SiblingObjection("\(sibling) is not connected to its broker")
    }
}
