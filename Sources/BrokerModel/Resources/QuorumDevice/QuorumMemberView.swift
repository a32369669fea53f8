/// What one host knows of the third vote: the one that gives it, or a member of
/// the cluster that asks for it.
public struct QuorumMemberView: Sendable, Equatable, Codable {
    /// Whether its daemon is installed. If not, all else says nothing.
    public var isInstalled = false

    /// Whether the host's own record calls it Isobar's.
    public var isOurs: Bool

    /// Whether the daemon runs, and starts with the host.
    public var isRunning = false
    public var isEnabled = false

    /// The digest of the authority whose certificates are used: the server's own,
    /// or the one a member has its certificate from.
    public var authority: String?

    /// Of a member: the device in `corosync.conf`, by the names of its keys.
    public var device: [String: String] = [:]

    /// Of a member: whether it reaches the server.
    public var isConnected = false

    public init(isOurs: Bool) {
        self.isOurs = isOurs
    }
}
