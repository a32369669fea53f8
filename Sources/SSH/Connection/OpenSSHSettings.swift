/// What the OpenSSH transport uses beyond an ``SSHDestination``.
public struct OpenSSHSettings: Sendable, Hashable {
    /// A file in the format of ssh_config(5), for jump hosts and the like; no
    /// other configuration is read. Its `Host` patterns meet the host's name in
    /// `hosts.yaml`. What an ``SSHDestination`` says counts before it.
    public var configFile: String?

    /// Whether the agent that `SSH_AUTH_SOCK` names signs with the key.
    public var usesAgent: Bool

    public init(configFile: String? = nil, usesAgent: Bool = false) {
        self.configFile = configFile
        self.usesAgent = usesAgent
    }
}
