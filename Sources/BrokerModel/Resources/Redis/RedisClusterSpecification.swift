/// That the Redis nodes on these hosts are one cluster: every part of the keys
/// with a master and a replica on another host, all of them known to all.
///
/// Which node is a master is the cluster's own business and changes at run
/// time: it is no part of what is wanted.
public struct RedisClusterSpecification: Specification {
    public static let kind = ResourceKind("redis")

    /// `cluster/redis`.
    public static let resource = ResourceAddress(sharedKind: kind)

    /// The least number with which Redis Cluster can outlive the loss of one.
    public static let masters = 3

    /// How many parts the keys are divided into (Redis cluster specification,
    /// "Key distribution model").
    public static let slots = 16384

    /// How long a node may be silent until the others agree that it is gone
    /// (redis.conf, `cluster-node-timeout`).
    public static let nodeTimeout = Duration.seconds(15)

    /// In the order in which they become masters of a new cluster.
    public var members: [RedisClusterMember]

    public init(members: [RedisClusterMember]) {
        self.members = members
    }

    public var hosts: [HostName] { members.map(\.host) }

    /// `cluster/redis/wbroker01`: that the node on this host hands over what it
    /// is master of.
    public static func resource(of host: HostName) -> ResourceAddress {
        ResourceAddress(scope: ResourceAddress.clusterScope, kind: kind, name: host.text)
    }

    /// The container a node of the cluster runs in.
    public static func container(on host: HostName) -> ResourceAddress {
        ResourceAddress(host, ContainerSpecification.kind, "redis")
    }

    public func add(to fingerprint: inout Fingerprint) {
        for member in members { fingerprint.field("member", [member.host.text, member.address]) }
    }
}
