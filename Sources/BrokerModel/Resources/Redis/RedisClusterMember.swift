/// A host with a node of the Redis cluster.
public struct RedisClusterMember: Sendable, Hashable {
    public var host: HostName

    /// Where the others reach it: an IP address. Redis keeps addresses, not
    /// names.
    public var address: String

    public init(host: HostName, address: String) {
        self.host = host
        self.address = address
    }
}
