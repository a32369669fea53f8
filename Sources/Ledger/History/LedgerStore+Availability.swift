public import BrokerModel
public import History

extension LedgerStore {
    /// How available nodes, hosts and the fleet were.
    ///
    /// - Parameters:
    ///   - nodes: none means all.
    ///   - hosts: none means all; they narrow the list of hosts, not where the
    ///     instances of a node count.
    ///   - trust: how long a look tells what is there.
    public func availability(
        over period: TimeSpan, nodes: [CentreID] = [], hosts: [HostName] = [], trust: Duration = HostLook.trust
    ) async throws -> AvailabilityReport {
        try await read("read the availability") { database in
            let query = AvailabilityQuery(
                database: database, period: period, filter: HistoryFilter(nodes: nodes), trust: trust)
            var report = AvailabilityReport(period: period, nodes: try query.nodes(), hosts: try query.coverage())
            if !hosts.isEmpty { report.hosts = report.hosts.filter { hosts.contains($0.key) } }
            return report
        }
    }
}
