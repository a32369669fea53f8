/// The host that gives the third vote.
public struct QuorumServer: Sendable, Equatable {
    public var host: HostName

    /// Where the members reach it: an IP address.
    public var address: String

    public init(host: HostName, address: String) {
        self.host = host
        self.address = address
    }
}
