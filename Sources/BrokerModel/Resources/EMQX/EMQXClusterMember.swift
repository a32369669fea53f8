/// A host with a member of the EMQX cluster.
public struct EMQXClusterMember: Sendable, Hashable {
    public var host: HostName

    /// What the member calls itself and the others know it by:
    /// `emqx@wbroker01.example.org`.
    public var node: String

    public init(host: HostName, node: String) {
        self.host = host
        self.node = node
    }
}
