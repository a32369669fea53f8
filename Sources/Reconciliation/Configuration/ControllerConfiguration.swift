public import BrokerModel

/// What `isobar.yaml` says: where the desired state is, where the ledger is,
/// with which keys, under which policy.
public struct ControllerConfiguration: Sendable, Equatable {
    public var repository: RepositorySettings

    /// The path of the ledger.
    public var database: String

    /// The private key that opens the hosts.
    public var hostIdentityFile: String

    /// An ssh_config(5) for hosts that are reached through OpenSSH, if any.
    public var hostSSHConfigFile: String?

    /// Whether the SSH agent of the environment signs with the key.
    public var usesSSHAgent: Bool

    /// The age identity that opens the secrets; nil when there are none.
    public var secretIdentityFile: String?
    public var policy: ApplyPolicy

    /// Where images come from that are streamed to the hosts.
    public var images: ImageSettings

    /// Where the service is spoken to.
    public var server: ServerSettings

    /// Who tells of commits by webhooks, and is told what became of them; nil means
    /// nobody.
    public var forge: ForgeSettings?

    /// Who is told of what by the service.
    public var notifications: NotificationSettings

    /// What changes are held against before they are merged.
    public var previews = PreviewSettings()

    /// What becomes of old records; nil means that they stay.
    public var retention: RetentionSettings?

    /// Where the configuration was read from, for messages.
    public var file: String

    /// The directory of the ledger; the mirror of the repository and the
    /// installation's key are kept there too.
    public var dataDirectory: String {
        guard let slash = database.lastIndex(of: "/") else { return "." }
        return slash == database.startIndex ? "/" : String(database[..<slash])
    }

    /// The Unix socket of the service.
    public var socketPath: String { server.socket ?? dataDirectory + "/isobar.sock" }
}
