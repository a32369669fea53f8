/// A load balancer as a member of the cluster.
public struct ClusterMember: Sendable, Equatable {
    public var host: HostName

    /// Where corosync reaches it: an IP address.
    public var address: String

    /// The interface that bears the virtual address.
    public var interface: String

    public init(host: HostName, address: String, interface: String) {
        self.host = host
        self.address = address
        self.interface = interface
    }
}
