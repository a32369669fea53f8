/// What a plan means for a cluster while it is carried out: the brokers, Redis,
/// the load balancers. Its members go out one after the other.
public struct ClusterImpact: Sendable, Hashable, Codable {
    /// `emqx`, `redis`, `loadbalancer`.
    public var cluster: String

    /// How many members it has.
    public var members: Int

    /// How many of them go out for some time, never two at once.
    public var outInTurn: Int

    /// For how long at most each of them, in seconds.
    public var atMostSeconds: Int

    public init(cluster: String, members: Int, outInTurn: Int, atMostSeconds: Int) {
        self.cluster = cluster
        self.members = members
        self.outInTurn = outInTurn
        self.atMostSeconds = atMostSeconds
    }
}
