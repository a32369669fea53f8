public import BrokerModel

/// How available nodes, hosts and the fleet were over a period.
public struct AvailabilityReport: Sendable, Equatable {
    public var period: TimeSpan
    public var nodes: [CentreID: NodeAvailability]
    public var hosts: [HostName: HostAvailability]

    /// All nodes together: hours of nodes, not of the clock.
    public var fleet: NodeAvailability

    public init(period: TimeSpan, nodes: [CentreID: NodeRecords], hosts: [HostName: HostCoverage]) {
        self.period = period
        self.hosts = hosts.mapValues { HostAvailability($0, period: period) }
        self.nodes = nodes.mapValues { NodeAvailability($0, hosts: hosts, period: period) }
            .filter { $0.value.wanted > .zero }
        fleet = self.nodes.values.reduce(into: NodeAvailability()) { $0 += $1 }
    }
}
