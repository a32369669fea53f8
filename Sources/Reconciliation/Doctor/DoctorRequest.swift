public import BrokerModel

/// What `isobar doctor` is to look at.
public struct DoctorRequest: Sendable {
    /// Nil means the head of the branch.
    public var revision: String?

    /// Empty means all hosts.
    public var hosts: Set<HostName>

    public init(revision: String? = nil, hosts: Set<HostName> = []) {
        self.revision = revision
        self.hosts = hosts
    }
}
