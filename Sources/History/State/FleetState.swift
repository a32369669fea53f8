public import BrokerModel

/// What ran where at a past moment.
public struct FleetState: Sendable, Equatable {
    public var at: Timestamp

    /// Hosts that were ever looked at, in order.
    public var hosts: [HostState]

    public init(at: Timestamp, hosts: [HostState]) {
        self.at = at
        self.hosts = hosts
    }
}
