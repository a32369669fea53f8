/// A machine whose host key is asked for.
public struct HostScanTarget: Sendable, Equatable {
    /// Its name in `hosts.yaml`; nil when it is not in there.
    public var name: String?
    public var role: String?

    /// An address, or a name that DNS knows.
    public var address: String
    public var port: Int

    /// What `hosts.yaml` pins; nil when nothing.
    public var pinned: String?

    public init(name: String? = nil, role: String? = nil, address: String, port: Int = 22, pinned: String? = nil) {
        self.name = name
        self.role = role
        self.address = address
        self.port = port
        self.pinned = pinned
    }
}
