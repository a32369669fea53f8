/// What a host's cluster software answered, as raw text.
struct ClusterReport: Sendable, Equatable {
    /// Whether it is installed; if not, all else is empty.
    var isInstalled: Bool

    /// Whether pacemaker answered.
    var isRunning: Bool

    /// What `systemctl is-enabled` says of corosync and pacemaker.
    var enablement: String

    /// The digest of the password Isobar gave, or empty.
    var passwordStamp: String

    /// `/etc/corosync/corosync.conf`
    var corosync: String

    /// The configuration part of the CIB: XML.
    var configuration: String

    /// `crm_mon --output-as=xml -1`
    var status: String
}
