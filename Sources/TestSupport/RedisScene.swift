public import BrokerModel

/// Redis nodes in memory, each with what it knows, for tests: they tell what
/// real ones tell, do what they are told as real ones do, and refuse what real
/// ones refuse. What one learns the others it knows learn at once.
public struct RedisScene: Sendable {
    public var members: [RedisClusterMember]

    /// What each host's node knows, by the names of nodes.
    public var tables: [HostName: [String: RedisNode]] = [:]

    /// The names of the hosts' own nodes.
    public var ids: [HostName: String] = [:]
    public var keys: [HostName: Int] = [:]
    public var silent: Set<HostName> = []

    public static let hosts = ["wbroker01", "wbroker02", "wbroker03", "waloop01", "waloop02", "waloop03"]
        .compactMap { HostName($0) }

    /// Nodes that hold nothing and know nobody.
    public init(hosts: [HostName] = Self.hosts) {
        members = hosts.enumerated().map { RedisClusterMember(host: $1, address: "192.0.2.\($0 + 1)") }
        for member in members { startAnew(member.host, number: 0) }
    }

    /// A cluster with the first half as masters, each with a replica.
    public static func settled(hosts: [HostName] = Self.hosts) -> RedisScene {
        var scene = RedisScene(hosts: hosts)
        for _ in 0..<8 { scene.carryOut() }
        for host in hosts { scene.keys[host] = 5 }
        return scene
    }

    public var specification: RedisClusterSpecification { RedisClusterSpecification(members: members) }

    public var observation: RedisObservation {
        RedisObservation(views: Dictionary(uniqueKeysWithValues: members.map { ($0.host, view(of: $0.host)) }))
    }

    public var cluster: RedisCluster? { RedisCluster(specification, observation) }

    /// The 40 digits by which the `number`th node that ever ran on a host is known.
    public static func id(_ host: HostName, _ number: Int = 0) -> String {
        String(Digest(of: "\(host)/\(number)").hexadecimal.prefix(40))
    }

    // MARK: - What happens

    /// The host's data is gone: another node starts there, and the old one is
    /// known to be gone where it was known.
    public mutating func startAnew(_ host: HostName, number: Int) {
        let address = members.first { $0.host == host }?.address ?? ""
        if let old = ids[host] { mark(old, as: ["fail"]) }
        ids[host] = Self.id(host, number)
        keys[host] = 0
        tables[host] = [
            Self.id(host, number): RedisNode(id: Self.id(host, number), address: address, flags: ["master"])
        ]
    }

    /// The host leaves the desired state; its node goes on.
    public mutating func depart(_ host: HostName) { members.removeAll { $0.host == host } }

    /// All others find that a node is gone, or not.
    public mutating func mark(_ id: String, as flags: Set<String>) {
        for host in tables.keys where ids[host] != id {
            guard var node = tables[host]?[id] else { continue }
            node.flags.formUnion(flags)
            node.isConnected = false
            tables[host]?[id] = node
        }
    }

    /// Says all that is left to say.
    ///
    /// - Returns: what the nodes refused.
    @discardableResult
    public mutating func carryOut() -> [String] {
        guard let cluster else { return [] }
        return cluster.repairs.compactMap { tell($0.command, to: $0.host) }
    }

    /// - Returns: why the node refused; nil when it did not.
    public mutating func tell(_ command: RedisCommand, to host: HostName) -> String? {
        guard let id = ids[host], var own = tables[host]?[id] else { return "no such node" }
        switch command {
        case .meet(let address):
            guard let other = members.first(where: { $0.address == address })?.host else { return nil }
            join(host, other)
            return nil
        case .announce(let address):
            own.address = address
            // It is heard of by all it can reach, who reach it again.
            own.flags.subtract(["fail", "fail?"])
            own.isConnected = true
        case .forget(let id):
            if own.master == id { return "ERR Can't forget my master!" }
            tables[host]?[id] = nil
            return nil
        case .assign(let slots):
            let busy = Set((tables[host] ?? [:]).values.flatMap(\.slots).flatMap { $0 })
            if slots.contains(where: { $0.contains(where: busy.contains) }) { return "ERR Slot is already busy" }
            own.slots += slots
        case .replicate(let master):
            guard tables[host]?[master] != nil else { return "ERR Unknown node \(master)" }
            guard own.slots.isEmpty else { return "ERR To set a master the node must be empty" }
            own.master = master
            own.flags = ["slave"]
        case .failover(let mode):
            guard let master = own.master, var old = tables[host]?[master] else {
                return "ERR You should send CLUSTER FAILOVER to a replica"
            }
            if !old.isReached, mode == .agreed {
                return "ERR Master is down or failed, please use CLUSTER FAILOVER FORCE"
            }
            // It is said yes to, and nobody votes.
            let masters = (tables[host] ?? [:]).values.filter { !$0.slots.isEmpty }
            if mode == .voted, masters.count(where: { !$0.isReached }) * 2 >= masters.count { return nil }
            for follower in (tables[host] ?? [:]).values where follower.master == master {
                var follower = follower
                follower.master = id
                spread(follower)
            }
            own.slots = old.slots
            own.master = nil
            own.flags = ["master"]
            old.slots = []
            old.master = old.isReached ? id : nil
            old.flags = old.isReached ? ["slave"] : old.flags
            spread(old)
        }
        spread(own)
        return nil
    }

    // MARK: -

    private mutating func join(_ host: HostName, _ other: HostName) {
        let known = (tables[host] ?? [:]).merging(tables[other] ?? [:]) { own, _ in own }
        for host in tables.keys where known[ids[host] ?? ""] != nil {
            // Of itself everybody knows best.
            var table = known
            if let id = ids[host] { table[id] = tables[host]?[id] }
            tables[host] = table
        }
        for host in tables.keys where known[ids[host] ?? ""] != nil {
            if let id = ids[host], let own = tables[host]?[id] { spread(own) }
        }
    }

    private mutating func spread(_ node: RedisNode) {
        for host in tables.keys where tables[host]?[node.id] != nil { tables[host]?[node.id] = node }
    }

    private func view(of host: HostName) -> RedisView {
        guard !silent.contains(host), let id = ids[host] else { return .silent }
        let nodes = (tables[host] ?? [:]).values.map { node in
            var node = node
            if node.id == id { node.flags.insert("myself") }
            return node
        }
        return RedisView(
            nodes: nodes, isOK: nodes.reduce(0) { $0 + $1.slotCount } == RedisClusterSpecification.slots,
            keys: keys[host] ?? 0)
    }
}
