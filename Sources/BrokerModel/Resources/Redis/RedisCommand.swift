/// What is said to one node of a Redis cluster. Each may be repeated.
public enum RedisCommand: Sendable, Hashable {
    /// Get to know the node at an address, and through it all it knows.
    case meet(address: String)

    /// Take the place of one's master.
    case failover(RedisFailover)

    /// Forget a node.
    case forget(id: String)

    /// Become the master of slots that have none.
    case assign([ClosedRange<Int>])

    /// Follow a master.
    case replicate(id: String)
}
