extension RedisCluster {
    /// All that is left to do, as far as it can be told now, in an order in which
    /// it may be said. What Redis refuses because it comes too early is said
    /// again after the next look.
    ///
    /// Nothing is told before every member answers: what a silent one holds is
    /// not known, so nobody may be forgotten and nothing given away.
    public var repairs: [RedisRepair] {
        guard silent.isEmpty, obstacle == nil, let reference else { return [] }
        let departed = departed(as: reference)
        let lost = departed.filter { $0.isGone && $0.heir == nil }.flatMap(\.node.slots)
        let assignments = assignments(departed)
        return announcements + introductions(by: reference) + successions(departed) + farewells(departed)
            + assignments.map { assignment in
                RedisRepair(
                    assignment.seat.host, .assign(assignment.slots),
                    "slots \(assignment.slots.map(\.slotText).joined(separator: " "))",
                    from: lost.isEmpty ? "served by nobody" : "lost with both copies",
                    to: "served by \(assignment.seat.host), empty")
            }
            + replications(departed, assignments.map(\.seat))
    }

    // MARK: - Getting to know

    /// A node goes on naming the address at which it was first met, or was told to
    /// announce, and has the others believe it: nobody else can put that right.
    private var announcements: [RedisRepair] {
        seats.filter { !$0.own.address.isEmpty && $0.own.address != $0.member.address }.map { seat in
            RedisRepair(
                seat.host, .announce(address: seat.member.address), seat.host.text,
                from: "at \(seat.own.address), as it says", to: "at \(seat.member.address)")
        }
    }

    /// The reference gets to know who is not in the cluster; any other member
    /// whom it forgot, or looks for at an old address.
    private func introductions(by reference: Seat) -> [RedisRepair] {
        var repairs: [RedisRepair] = []
        for seat in seats where reference.view.node(seat.id) != nil && seat.view.node(reference.id) == nil {
            repairs.append(
                RedisRepair(
                    seat.host, .meet(address: reference.member.address), reference.host.text,
                    from: "forgotten by \(seat.host)", to: "known to \(seat.host)"))
        }
        for seat in seats where seat.id == reference.id || isInside(seat, of: reference) {
            for other in seats where other.id != seat.id {
                guard let entry = seat.view.node(other.id) else {
                    guard seat.id == reference.id || isInside(other, of: reference) else { continue }
                    let isNew = seat.id == reference.id
                    repairs.append(
                        RedisRepair(
                            seat.host, .meet(address: other.member.address), other.host.text,
                            from: isNew
                                ? (other.view.isEmpty ? "empty, in no cluster" : "forgotten by the cluster")
                                : "forgotten by \(seat.host)",
                            to: isNew ? "in the cluster" : "known to \(seat.host)"))
                    continue
                }
                guard !entry.isReached, entry.address != other.member.address else { continue }
                repairs.append(
                    RedisRepair(
                        seat.host, .meet(address: other.member.address), other.host.text,
                        from: "looked for at \(entry.address.isEmpty ? "no address" : entry.address)",
                        to: other.member.address))
            }
        }
        return repairs
    }

    private func isInside(_ seat: Seat, of reference: Seat) -> Bool {
        reference.view.node(seat.id) != nil && seat.view.node(reference.id) != nil
    }

    // MARK: - Nodes that are no members

    /// A node that somebody still knows and that no member is.
    private struct Departed {
        var node: RedisNode

        /// Whether it is certain that it does not come back: the others agree, or
        /// a member with another name stands at its address.
        var isGone: Bool

        /// Whether it can be asked to agree: some member reaches it.
        var isReached: Bool

        /// The member that has a copy of what it is master of.
        var heir: Seat?

        var isServing: Bool { !node.slots.isEmpty }
    }

    private func departed(as reference: Seat) -> [Departed] {
        var nodes: [String: RedisNode] = [:]
        for seat in [reference] + seats {
            for node in seat.view.known where hosts[node.id] == nil && nodes[node.id] == nil { nodes[node.id] = node }
        }
        let addresses = Set(members.map(\.address))
        return nodes.values.sorted { $0.id < $1.id }.map { node in
            let isGone = node.isLost || addresses.contains(node.address)
            return Departed(
                node: node, isGone: isGone,
                isReached: !isGone && seats.contains { $0.view.node(node.id)?.isReached == true },
                heir: node.slots.isEmpty
                    ? nil
                    : seats.first { $0.own.master == node.id && $0.view.isLinked }
                        ?? seats.first { $0.own.master == node.id })
        }
    }

    private func successions(_ departed: [Departed]) -> [RedisRepair] {
        let missing = departed.count { $0.isServing && !$0.isReached }
        let voters = seats.count { !$0.own.slots.isEmpty } + departed.count { $0.isServing && $0.isReached }
        let withoutMaster = voters > missing ? RedisFailover.voted : .alone
        return departed.compactMap { one in
            one.heir.map { heir in
                RedisRepair(
                    heir.host, .failover(one.isReached ? .agreed : withoutMaster), heir.host.text,
                    from: "replica of \(name(of: one.node)), which is no member", to: "master in its place")
            }
        }
    }

    /// Whoever serves keys is not forgotten before a member does it instead,
    /// unless it is gone with all copies.
    private func farewells(_ departed: [Departed]) -> [RedisRepair] {
        departed.flatMap { one -> [RedisRepair] in
            if one.isServing, !one.isGone || one.heir != nil { return [] }
            return seats.filter { $0.view.node(one.node.id) != nil }.map { seat in
                RedisRepair(
                    seat.host, .forget(id: one.node.id), name(of: one.node),
                    from: one.isGone ? "gone, still listed" : "no member, still listed", to: "forgotten")
            }
        }
    }

    private func name(of node: RedisNode) -> String {
        let short = "node \(node.id.prefix(8))"
        return node.address.isEmpty ? short : "\(short) at \(node.address)"
    }

    // MARK: - Masters

    /// Slots without a master go to members that have none yet, as long as there
    /// are fewer masters than there shall be; else to the masters there are.
    private func assignments(_ departed: [Departed]) -> [(seat: Seat, slots: [ClosedRange<Int>])] {
        let served = seats.flatMap(\.own.slots)
            + departed.filter { !$0.isGone || $0.heir != nil }.flatMap(\.node.slots)
        let free = SlotSet(served).complement
        guard free.count > 0 else { return [] }
        let masters = seats.filter { !$0.own.slots.isEmpty }
        let count = masters.count + departed.count { $0.isServing && (!$0.isGone || $0.heir != nil) }
        let idle = seats.filter { $0.own.isMaster && $0.own.slots.isEmpty }
        let new = idle.prefix(max(0, RedisClusterSpecification.masters - count))
        let takers = new.isEmpty ? masters : Array(new)
        return zip(takers, free.divided(into: takers.count)).filter { !$0.1.isEmpty }.map { ($0, $1) }
    }

    // MARK: - Replicas

    /// Every master has a replica. Who follows nobody follows the master with the
    /// fewest; then one moves from where there are several to where there is none.
    private func replications(_ departed: [Departed], _ new: [Seat]) -> [RedisRepair] {
        var followers: [String: [Seat]] = [:]
        var masters: [String] = []
        var successors: [String: String] = [:]
        for one in departed where one.isServing {
            if let heir = one.heir {
                successors[one.node.id] = heir.id
                masters.append(heir.id)
            } else if !one.isGone {
                // Somebody has to have a copy before it can go.
                masters.append(one.node.id)
            }
        }
        masters = seats.filter { seat in
            !seat.own.slots.isEmpty || new.contains { $0.id == seat.id } || masters.contains(seat.id)
        }.map(\.id) + masters.filter { hosts[$0] == nil }
        guard !masters.isEmpty else { return [] }
        var waiting: [Seat] = []
        for seat in seats where !masters.contains(seat.id) {
            let followed = seat.own.master.map { successors[$0] ?? $0 }
            if let followed, masters.contains(followed) {
                followers[followed, default: []].append(seat)
            } else {
                waiting.append(seat)
            }
        }
        var moves: [(seat: Seat, master: String)] = []
        for seat in waiting {
            let fewest = masters.min { (followers[$0]?.count ?? 0) < (followers[$1]?.count ?? 0) }
            guard let master = fewest else { continue }
            followers[master, default: []].append(seat)
            moves.append((seat, master))
        }
        while let poorest = masters.first(where: { followers[$0]?.isEmpty ?? true }),
            let richest = masters.max(by: { (followers[$0]?.count ?? 0) < (followers[$1]?.count ?? 0) }),
            (followers[richest]?.count ?? 0) > 1, let seat = followers[richest]?.popLast()
        {
            followers[poorest, default: []].append(seat)
            moves.removeAll { $0.seat.id == seat.id }
            moves.append((seat, poorest))
        }
        return moves.map { seat, master in
            RedisRepair(
                seat.host, .replicate(id: master), seat.host.text,
                from: seat.own.master.map { "replica of \(title(of: $0))" } ?? "without a part of the keys",
                to: "replica of \(title(of: master))")
        }
    }

    private func title(of id: String) -> String { hosts[id]?.text ?? "node \(id.prefix(8))" }
}
