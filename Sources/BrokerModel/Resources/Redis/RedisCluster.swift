/// What the nodes of a Redis cluster tell, taken together: what the cluster is,
/// and what leads to what is wanted of it.
///
/// A value made from what all members said. Planning and carrying out judge by
/// the same: planning to say what will be done, carrying out look after look
/// until nothing is left. So a change that was cut short is simply gone on with.
///
/// Nodes are told apart by the names they gave themselves, never by addresses:
/// a host that lost its data comes back with another name, one that moved keeps
/// its own.
public struct RedisCluster: Sendable {
    /// A member that answered.
    struct Seat {
        var member: RedisClusterMember
        var view: RedisView
        var own: RedisNode

        var host: HostName { member.host }
        var id: String { own.id }
    }

    public let members: [RedisClusterMember]

    /// In the order of the members.
    let seats: [Seat]

    /// Members that did not answer.
    public let silent: [HostName]

    /// The one whose word counts where they differ: it is known to most.
    let reference: Seat?

    /// By the names of their nodes.
    let hosts: [String: HostName]

    /// Nil when a member was not looked at.
    public init?(_ wanted: RedisClusterSpecification, _ observed: RedisObservation?) {
        guard let observed, wanted.members.allSatisfy({ observed.views[$0.host] != nil }) else { return nil }
        members = wanted.members
        let seats = wanted.members.compactMap { member in
            observed.views[member.host].flatMap { view in
                view.isAnswering ? view.own.map { Seat(member: member, view: view, own: $0) } : nil
            }
        }
        self.seats = seats
        let answering = Set(seats.map(\.host))
        silent = wanted.hosts.filter { !answering.contains($0) }
        hosts = Dictionary(seats.map { ($0.id, $0.host) }) { first, _ in first }
        groups = Self.groups(of: seats)
        let largest = groups.max { Self.rank($0, seats) < Self.rank($1, seats) } ?? []
        reference = Self.best(of: largest.map { seats[$0] }) { seat in
            seats.count { $0.view.node(seat.id) != nil }
        }
    }

    /// Whether no member that answers holds anything or knows another one.
    public var isBare: Bool { seats.allSatisfy(\.view.isEmpty) }

    /// Whether nothing can be lost: no key is there, and nobody knows anybody but
    /// members. That is what is left of a creation that was cut short, too.
    public var holdsNothing: Bool {
        seats.allSatisfy { seat in seat.view.keys == 0 && seat.view.known.allSatisfy { hosts[$0.id] != nil } }
    }

    /// Whether the members that answer are one cluster already and know nobody
    /// else: what they were before, made anew on the data that stayed on their
    /// hosts.
    public var isOne: Bool {
        groups.count == 1 && seats.allSatisfy { seat in seat.view.known.allSatisfy { hosts[$0.id] != nil } }
    }

    /// Why nothing can be done, as a clause; nil when something can.
    public var obstacle: String? {
        let valuable = groups.filter { group in Self.isValuable(group, seats) }
        guard valuable.count > 1, let reference, let stranger = valuable.first(where: { group in
            !group.contains { seats[$0].id == reference.id }
        }) else { return nil }
        let names = stranger.map { seats[$0].host.text }.joined(separator: " and ")
        return "\(names) \(stranger.count == 1 ? "is" : "are") in another Redis cluster than \(reference.host), and "
            + "both hold data: Isobar never joins two. If what \(names) holds may go, empty it there with "
            + "`docker exec redis redis-cli flushall` and `docker exec redis redis-cli cluster reset hard`"
    }

    /// Why the cluster is not yet well, as a clause; nil when it is: every node
    /// serves keys, knows exactly the members and reaches all, and has all its
    /// master has.
    public var complaint: String? {
        if let host = silent.first { return "Redis on \(host) does not answer" }
        for seat in seats {
            if let complaint = seat.view.complaint { return "\(seat.host): \(complaint)" }
            if seat.view.nodes.count != members.count {
                return "\(seat.host) knows \(seat.view.nodes.count) nodes of \(members.count)"
            }
        }
        return nil
    }

    // MARK: - Who is in one cluster

    /// Positions in ``seats`` that belong together: one knows the other, or both
    /// know a third.
    private let groups: [[Int]]

    private static func groups(of seats: [Seat]) -> [[Int]] {
        var groups: [(known: Set<String>, seats: [Int])] = []
        for (position, seat) in seats.enumerated() {
            var known = Set(seat.view.known.map(\.id))
            var together = [position]
            groups.removeAll { group in
                guard !group.known.isDisjoint(with: known) else { return false }
                known.formUnion(group.known)
                together += group.seats
                return true
            }
            groups.append((known, together.sorted()))
        }
        return groups.map(\.seats)
    }

    private static func isValuable(_ group: [Int], _ seats: [Seat]) -> Bool {
        group.contains { seats[$0].view.keys > 0 || seats[$0].view.slotCount > 0 }
    }

    /// What holds something before what is only large, then what comes first.
    private static func rank(_ group: [Int], _ seats: [Seat]) -> (Int, Int, Int) {
        (isValuable(group, seats) ? 1 : 0, group.count, -(group.first ?? 0))
    }

    /// The first of those that `measure` finds best.
    private static func best(of seats: [Seat], _ measure: (Seat) -> Int) -> Seat? {
        var best: (seat: Seat, measure: Int)?
        for seat in seats {
            let measure = measure(seat)
            if measure > best?.measure ?? -1 { best = (seat, measure) }
        }
        return best?.seat
    }
}

extension RedisCluster {
    public func view(of host: HostName) -> RedisView? { seats.first { $0.host == host }?.view }

    /// The first member that follows a node and has all it has.
    public func replica(of id: String) -> HostName? {
        seats.first { $0.own.master == id && $0.view.isLinked }?.host
    }
}
