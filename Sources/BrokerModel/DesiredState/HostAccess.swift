/// How a host is reached over SSH; `hosts.yaml` sets it for all, a host may
/// override any part.
public struct HostAccess: Sendable, Hashable {
    /// The implementation that carries the connection.
    public enum Transport: String, Sendable, Hashable, CaseIterable, Codable {
        case libssh2
        case openssh
        /// The first that can talk to the host.
        case auto
    }

    /// What becomes of the wide sudo rule that hosts are prepared with.
    public enum Sudo: String, Sendable, Hashable, CaseIterable, Codable {
        /// It stays.
        case keep
        /// It goes once the helper's own rule has proven itself.
        case narrow
    }

    public var user: String
    public var port: Int
    public var transport: Transport
    public var sudo: Sudo

    public init(user: String = "ansadm", port: Int = 22, transport: Transport = .auto, sudo: Sudo = .keep) {
        self.user = user
        self.port = port
        self.transport = transport
        self.sudo = sudo
    }
}
