/// The data of a Redis node, and what it knows of its cluster. What one is told
/// all know at once; nobody is elected without being told.
public struct SimulatedRedis: Sendable, Equatable {
    /// A node as all know it.
    public struct Node: Sendable, Equatable {
        public var id: String
        public var host: String
        public var address: String
        public var master: String?
        public var slots: [ClosedRange<Int>] = []

        /// When the masters last voted about who takes its place.
        var votedAbout: Duration?

        /// When it last stood for its master's place and was not elected.
        var lostAt: Duration?
    }

    /// What a node refuses, in Redis' words.
    struct Refusal: Error {
        var words: String

        init(_ words: String) {
            self.words = words
        }
    }

    /// What it is known by.
    public let id: String

    /// By their names; itself among them.
    public internal(set) var nodes: [String: Node]

    /// Whom it was told to get to know, by address.
    var meetings: Set<String> = []

    init(id: String, host: String, address: String) {
        self.id = id
        nodes = [id: Node(id: id, host: host, address: address)]
    }

    public var isMaster: Bool { nodes[id]?.slots.isEmpty == false }

    private var slotCount: Int { nodes.values.reduce(0) { $0 + $1.slots.reduce(0) { $0 + $1.count } } }

    // MARK: - What it is told

    /// - Returns: whether anything is different now.
    mutating func tell(_ action: String, _ argument: String, at now: Duration) throws(Refusal) -> Bool {
        let before = self
        switch action {
        case "meet": meetings.insert(argument)
        case "announce": nodes[id]?.address = argument
        case "forget":
            if nodes[id]?.master == argument { throw Refusal("ERR Can't forget my master!") }
            if argument == id { throw Refusal("ERR I tried hard but I can't forget myself...") }
            nodes[argument] = nil
        case "replicate": try replicate(argument)
        case "failover": try takeOver(needsVotes: argument != "alone", at: now)
        default: try assign(argument)
        }
        return self != before
    }

    private mutating func replicate(_ master: String) throws(Refusal) {
        guard nodes[master] != nil else { throw Refusal("ERR Unknown node \(master)") }
        guard nodes[id]?.slots.isEmpty == true else {
            throw Refusal("ERR To set a master the node must be empty and without assigned slots.")
        }
        nodes[id]?.master = master
    }

    /// Masters vote about the same master once in twice the node timeout; who was
    /// not elected stands again after four times that (`cluster.c`).
    private mutating func takeOver(needsVotes: Bool, at now: Duration) throws(Refusal) {
        guard let master = nodes[id]?.master, let slots = nodes[master]?.slots else {
            throw Refusal("ERR You should send CLUSTER FAILOVER to a replica")
        }
        if needsVotes {
            if let lost = nodes[id]?.lostAt, now - lost < .seconds(60) { return }
            if let voted = nodes[master]?.votedAbout, now - voted < .seconds(30) {
                nodes[id]?.lostAt = now
                return
            }
            nodes[master]?.votedAbout = now
        }
        for follower in nodes.values where follower.master == master { nodes[follower.id]?.master = id }
        nodes[master]?.slots = []
        nodes[master]?.master = id
        nodes[id]?.slots = slots
        nodes[id]?.master = nil
    }

    private mutating func assign(_ text: String) throws(Refusal) {
        let taken = Set(nodes.values.flatMap(\.slots).flatMap { $0 })
        for range in text.split(separator: " ") {
            let ends = range.split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, first <= last else { continue }
            if let busy = (first...last).first(where: taken.contains) {
                throw Refusal("ERR Slot \(busy) is already busy")
            }
            nodes[id]?.slots.append(first...last)
        }
    }

    // MARK: - What it answers

    /// The replies to the questions of a look, and to `QUIT`.
    var replies: String {
        let role =
            nodes[id]?.master == nil
            ? "role:master\r\n" : "role:slave\r\nmaster_link_status:up\r\nmaster_sync_in_progress:0\r\n"
        let state = slotCount == 16384 ? "ok" : "fail"
        let keys = slotCount == 16384 ? 7 : 0
        return Self.bulk(nodes.values.sorted { $0.id < $1.id }.map(line).joined())
            + Self.bulk("cluster_state:\(state)\r\ncluster_slots_assigned:\(slotCount)\r\n")
            + Self.bulk("# Replication\r\n" + role) + ":\(keys)\r\n+OK\r\n"
    }

    private func line(_ node: Node) -> String {
        let flags = (node.id == id ? "myself," : "") + (node.master == nil ? "master" : "slave")
        let slots = node.slots.map { " \($0.lowerBound)-\($0.upperBound)" }.joined()
        return "\(node.id) \(node.address):6379@16379 \(flags) \(node.master ?? "-") 0 0 1 connected\(slots)\n"
    }

    private static func bulk(_ text: String) -> String { "$\(text.utf8.count)\r\n\(text)\r\n" }
}
