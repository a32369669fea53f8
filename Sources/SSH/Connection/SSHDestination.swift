/// Where a host is, who we are there and how the host proves itself.
public struct SSHDestination: Sendable, Hashable {
    /// The host's name in `hosts.yaml`, for messages.
    public var name: String

    /// An IPv4 or IPv6 literal, or a name to resolve.
    public var address: String

    public var port: UInt16

    public var user: String

    /// The keys the host may present. None matches nothing: an unpinned host
    /// cannot be reached.
    public var hostKeys: [PinnedHostKey]

    /// The private key to authenticate with: OpenSSH's format or PEM, without
    /// a passphrase. With an agent its public half will do.
    public var identityFile: String

    public var timeouts: SSHTimeouts

    /// What only the OpenSSH transport uses.
    public var openSSH: OpenSSHSettings

    public init(
        name: String,
        address: String,
        port: UInt16 = 22,
        user: String,
        hostKeys: [PinnedHostKey],
        identityFile: String,
        timeouts: SSHTimeouts = SSHTimeouts(),
        openSSH: OpenSSHSettings = OpenSSHSettings()
    ) {
        self.name = name
        self.address = address
        self.port = port
        self.user = user
        self.hostKeys = hostKeys
        self.identityFile = identityFile
        self.timeouts = timeouts
        self.openSSH = openSSH
    }

    /// How messages name the host: `wbroker01 (192.168.0.1:22)`.
    var subject: String {
        let place = address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
        return "\(name) (\(place))"
    }
}
