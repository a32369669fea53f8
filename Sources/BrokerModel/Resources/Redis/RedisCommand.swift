/// What is said to one node of a Redis cluster. Each may be repeated.
public enum RedisCommand: Sendable, Hashable {
    /// Get to know the node at an address, and through it all it knows.
    case meet(address: String)

    /// Tell the others and clients to find one at an address.
    case announce(address: String)

    /// Take the place of one's master.
    case failover(RedisFailover)

    /// Forget a node.
    case forget(id: String)

    /// Become the master of slots that have none.
    case assign([ClosedRange<Int>])

    /// Follow a master.
    case replicate(id: String)
}

extension RedisCommand {
    /// What was taken by Redis and has not happened is said again only after
    /// this.
    ///
    /// A fail-over that was asked for pauses the writers of its master for up to
    /// five seconds. Masters do not vote about the same master twice within twice
    /// the node timeout, and a replica that was not elected stands again only
    /// after four times that (Redis 7.0, `cluster.c`: `voted_time`,
    /// `failover_auth_retry_time`). To ask before would pause the writers again,
    /// for nothing.
    public var patience: Duration {
        switch self {
        case .failover(.agreed), .failover(.voted): RedisClusterSpecification.nodeTimeout * 4 + .seconds(2)
        case .meet, .announce, .forget, .assign, .replicate, .failover(.alone): .seconds(3)
        }
    }
}
