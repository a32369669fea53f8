/// What a host answered of the daemons of the third vote.
struct QuorumReport: Sendable, Equatable {
    /// One of them; nil where it is not installed.
    struct Daemon: Sendable, Equatable {
        /// What `systemctl is-enabled` and `is-active` say, in two words.
        var enablement: String

        /// The digest of the authority of its certificates, or empty.
        var authority: String
    }

    /// corosync-qnetd, which gives the vote.
    var server: Daemon?

    /// corosync-qdevice, which asks for it.
    var member: Daemon?

    /// Whether the member reaches the server.
    var isConnected: Bool
}
