/// A TCP port of a container published on its host.
public struct PortBinding: Sendable, Hashable, Codable {
    /// The address of the host to listen on; empty for all.
    public var hostAddress: String
    public var hostPort: Int
    public var containerPort: Int

    public init(hostAddress: String = "", hostPort: Int, containerPort: Int) {
        self.hostAddress = hostAddress
        self.hostPort = hostPort
        self.containerPort = containerPort
    }
}
