/// How a replica takes its master's place (Redis manual, `CLUSTER FAILOVER`).
public enum RedisFailover: String, Sendable, Hashable {
    /// The master agrees and waits until the replica has all it has: nothing is
    /// lost.
    case agreed

    /// The master is gone, and most of the masters vote for the replica.
    case voted

    /// The master is gone, and so many others with it that nobody can vote.
    case alone
}
