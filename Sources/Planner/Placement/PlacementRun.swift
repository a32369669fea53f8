import BrokerModel

/// One run of the placer: the hosts as indices, and what is decided so far.
struct PlacementRun {
    private struct Seat {
        let node: PlacementInput.Node
        let hash: StableHash
        /// Indices of the hosts a pinned node may use; nil for all.
        let allowed: [Int]?
        var chosen: [Int] = []
    }

    private let replicas: Int
    private let hosts: [HostName]
    private let hostHashes: [StableHash]
    private let isReachable: [Bool]
    private let input: PlacementInput
    private var seats: [Seat] = []
    private var loads: [Int]

    init(_ input: PlacementInput) throws(Failure) {
        self.input = input
        replicas = input.replicas
        hosts = Set(input.hosts).sorted()
        hostHashes = hosts.map { StableHash($0.text) }
        isReachable = hosts.map { !input.unreachable.contains($0) }
        loads = Array(repeating: 0, count: hosts.count)
        let indices = Dictionary(uniqueKeysWithValues: hosts.enumerated().map { ($1, $0) })
        seats.reserveCapacity(input.nodes.count)
        for node in input.nodes {
            let allowed = try Self.allowedHosts(of: node, replicas: input.replicas, hosts: hosts, indices: indices)
            seats.append(Seat(node: node, hash: StableHash(node.centreID.text), allowed: allowed))
        }
        // Any fixed order will do; comparing hashes is cheaper than comparing names.
        seats.sort { left, right in
            left.hash.value != right.hash.value
                ? left.hash.value < right.hash.value : left.node.centreID < right.node.centreID
        }
    }

    /// The result, hosts in the order of their names.
    var placement: Placement {
        var result: [CentreID: [HostName]] = [:]
        result.reserveCapacity(seats.count)
        for seat in seats { result[seat.node.centreID] = seat.chosen.sorted().map { hosts[$0] } }
        return Placement(hosts: result)
    }

    private static func allowedHosts(
        of node: PlacementInput.Node,
        replicas: Int,
        hosts: [HostName],
        indices: [HostName: Int]
    ) throws(Failure) -> [Int]? {
        guard let pinned = node.pinnedHosts else {
            if hosts.count >= replicas { return nil }
            throw Failure(
                .placementImpossible, attempted: "place the instances of a node", on: node.centreID.text,
                response: "\(replicas) instances need as many antiloop hosts, hosts.yaml lists \(hosts.count)",
                remedy: "add hosts with role antiloop or lower antiloop.replicas")
        }
        var allowed: [Int] = []
        for host in Set(pinned).sorted() {
            guard let index = indices[host] else {
                throw Failure(
                    .placementImpossible, attempted: "place the instances of a node", on: node.centreID.text,
                    response: "it is pinned to \(host), which is no antiloop host of hosts.yaml",
                    remedy: "name antiloop hosts in placement.hosts of nodes/\(node.centreID).yaml")
            }
            allowed.append(index)
        }
        if allowed.count >= replicas { return allowed }
        throw Failure(
            .placementImpossible, attempted: "place the instances of a node", on: node.centreID.text,
            response: "it is pinned to \(allowed.count) host(s) and has \(replicas) instances",
            remedy: "name at least \(replicas) hosts in placement.hosts of nodes/\(node.centreID).yaml")
    }
}

// MARK: - What stays

extension PlacementRun {
    /// Seats every instance that runs, or may run, where it may stay.
    mutating func keepWhatRuns() throws(Failure) {
        let unknown = hosts.indices.filter { !isReachable[$0] && input.lastKnown[hosts[$0]] == nil }
        let remembered = hosts.indices.filter { !isReachable[$0] && input.lastKnown[hosts[$0]] != nil }
        var surplus: [Int] = []
        for index in seats.indices {
            let seen = input.observed[seats[index].node.centreID] ?? []
            for host in candidates(of: index) where isReachable[host] && seen.contains(hosts[host]) {
                take(host, for: index)
            }
            for host in remembered where mayUse(host, index) {
                if input.lastKnown[hosts[host]]?.contains(seats[index].node.centreID) == true { take(host, for: index) }
            }
            if seats[index].chosen.count > replicas { surplus.append(index) }
        }
        for index in surplus { giveUpSurplus(of: index) }
        assumeUnseen(on: unknown)
    }

    /// The missing instance of a node seen on too few hosts is taken to be on
    /// a host of which nothing is known. A node seen nowhere is taken to be
    /// there only if all its instances can be.
    private mutating func assumeUnseen(on unknown: [Int]) {
        guard !unknown.isEmpty else { return }
        for index in seats.indices {
            let missing = replicas - seats[index].chosen.count
            let possible = unknown.filter { mayUse($0, index) }
            guard missing > 0, missing <= possible.count else { continue }
            for _ in 0..<missing {
                if let host = emptiest(of: possible, for: index) { take(host, for: index) }
            }
        }
    }

    /// More instances run than wanted: those on the fullest hosts go.
    private mutating func giveUpSurplus(of index: Int) {
        while seats[index].chosen.count > replicas {
            let hash = seats[index].hash
            guard
                let fullest = seats[index].chosen.max(by: { left, right in
                    (loads[left], tie(hash, left), left) < (loads[right], tie(hash, right), right)
                })
            else { return }
            seats[index].chosen.removeAll { $0 == fullest }
            loads[fullest] -= 1
        }
    }

    private func candidates(of index: Int) -> [Int] {
        if let allowed = seats[index].allowed { return allowed }
        // Looking up what was seen is cheaper than asking every host.
        return (input.observed[seats[index].node.centreID] ?? []).compactMap(hostIndex).sorted()
    }

    /// Binary search: `hosts` is sorted.
    private func hostIndex(_ host: HostName) -> Int? {
        var low = 0
        var high = hosts.count
        while low < high {
            let middle = (low + high) / 2
            if hosts[middle] < host { low = middle + 1 } else { high = middle }
        }
        return low < hosts.count && hosts[low] == host ? low : nil
    }
}

// MARK: - What is new

extension PlacementRun {
    /// Pinned nodes first: they have the least choice.
    mutating func fillPinned() {
        for index in seats.indices {
            guard let allowed = seats[index].allowed else { continue }
            while seats[index].chosen.count < replicas {
                let reachable = allowed.filter { isReachable[$0] }
                guard let host = emptiest(of: reachable, for: index) ?? emptiest(of: allowed, for: index) else { break }
                take(host, for: index)
            }
        }
    }

    /// All others go to the emptiest hosts, by a heap.
    mutating func fillFree() {
        var heap = Heap<HostLoad>()
        for host in hosts.indices where isReachable[host] {
            heap.push(HostLoad(load: loads[host], tie: hostHashes[host].value, host: host))
        }
        for index in seats.indices where seats[index].chosen.count < replicas {
            var aside: [HostLoad] = []
            while seats[index].chosen.count < replicas, var entry = heap.pop() {
                if !seats[index].chosen.contains(entry.host) {
                    take(entry.host, for: index)
                    // The next tie on this host is decided by whom it took last.
                    entry.load += 1
                    entry.tie = tie(seats[index].hash, entry.host)
                }
                aside.append(entry)
            }
            for entry in aside { heap.push(entry) }
            // Too few hosts can be reached: the rest is placed on those that cannot.
            while seats[index].chosen.count < replicas {
                guard let host = emptiest(of: Array(hosts.indices), for: index) else { break }
                take(host, for: index)
            }
        }
    }

    private func emptiest(of candidates: [Int], for index: Int) -> Int? {
        let hash = seats[index].hash
        return candidates.filter { !seats[index].chosen.contains($0) }.min { left, right in
            (loads[left], tie(hash, left), left) < (loads[right], tie(hash, right), right)
        }
    }

    private func mayUse(_ host: Int, _ index: Int) -> Bool {
        !seats[index].chosen.contains(host) && seats[index].allowed?.contains(host) != false
    }

    private func tie(_ node: StableHash, _ host: Int) -> UInt64 {
        StableHash.mix(node, hostHashes[host])
    }

    private mutating func take(_ host: Int, for index: Int) {
        seats[index].chosen.append(host)
        loads[host] += 1
    }
}
