/// On which hosts the instances of each node run.
public struct Placement: Sendable, Equatable {
    /// Hosts by node, in the order of their names.
    public var hosts: [CentreID: [HostName]]

    public init(hosts: [CentreID: [HostName]] = [:]) {
        self.hosts = hosts
    }
}
