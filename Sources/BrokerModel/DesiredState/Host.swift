/// One host of the broker (`hosts.yaml`).
public struct Host: Sendable, Equatable {
    public var name: HostName
    public var role: HostRole

    /// An IPv4 or IPv6 address.
    public var address: String

    /// The pinned key, as one line: `ssh-ed25519 AAAA…`.
    public var hostKey: String

    /// The network interface that bears the virtual address; load balancers.
    public var interface: String?
    public var access: HostAccess
    public var source: SourcePosition

    public init(
        name: HostName,
        role: HostRole,
        address: String,
        hostKey: String,
        interface: String? = nil,
        access: HostAccess = HostAccess(),
        source: SourcePosition
    ) {
        self.name = name
        self.role = role
        self.address = address
        self.hostKey = hostKey
        self.interface = interface
        self.access = access
        self.source = source
    }
}
