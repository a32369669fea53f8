public import BrokerModel

/// Which hosts to look at.
public struct ObserveRequest: Sendable {
    /// Empty means all.
    public var hosts: Set<HostName>

    public init(hosts: Set<HostName> = []) {
        self.hosts = hosts
    }
}
