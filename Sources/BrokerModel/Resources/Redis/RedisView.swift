/// What one Redis node tells of itself and of its cluster.
public struct RedisView: Sendable, Equatable, Codable {
    /// Whether it answered. If not, all else says nothing.
    public var isAnswering: Bool

    /// All nodes it knows, itself among them, by their names.
    public var nodes: [RedisNode]

    /// Whether it serves keys (`cluster_state`).
    public var isOK: Bool

    /// How many keys it holds.
    public var keys: Int

    /// Whether it has all its master has; true for a master.
    public var isLinked: Bool

    public init(
        isAnswering: Bool = true, nodes: [RedisNode] = [], isOK: Bool = true, keys: Int = 0, isLinked: Bool = true
    ) {
        self.isAnswering = isAnswering
        self.nodes = nodes.sorted { $0.id < $1.id }
        self.isOK = isOK
        self.keys = keys
        self.isLinked = isLinked
    }

    public static let silent = RedisView(isAnswering: false, isOK: false)

    public var own: RedisNode? { nodes.first(where: \.isSelf) }

    /// The nodes it knows by their own word.
    public var known: [RedisNode] { nodes.filter { !$0.isStranger } }

    public func node(_ id: String) -> RedisNode? { known.first { $0.id == id } }

    /// Whether nothing would be lost with it: it holds no key, serves no slot
    /// and knows nobody.
    public var isEmpty: Bool { isAnswering && known.count <= 1 && keys == 0 && slotCount == 0 }

    /// How many slots have a master, as far as it knows.
    public var slotCount: Int { known.reduce(0) { $0 + $1.slotCount } }

    /// Whether it is the master of something.
    public var isServing: Bool { isAnswering && own?.isMaster == true && own?.slots.isEmpty == false }

    /// Why it is not well, as a clause without its subject; nil when it is.
    public var complaint: String? {
        guard isAnswering else { return "Redis does not answer" }
        guard isOK, slotCount == RedisClusterSpecification.slots else {
            return "its cluster does not serve all keys (\(slotCount) of \(RedisClusterSpecification.slots) slots)"
        }
        if let lost = nodes.first(where: { !$0.isReached }) {
            return "it does not reach the node \(lost.address.isEmpty ? String(lost.id.prefix(8)) : lost.address)"
        }
        return isLinked ? nil : "it has not yet all its master has"
    }
}
