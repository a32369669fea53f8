public import BrokerModel
import GRDB
public import History

extension LedgerStore {
    /// How available nodes, hosts and the fleet were.
    ///
    /// - Parameters:
    ///   - nodes: none means all, or none where hosts are named.
    ///   - hosts: none means all, or none where nodes are named; they narrow the list of
    ///     hosts, not where the instances of a node count.
    ///   - trust: how long a look tells what is there.
    /// - Throws: ``Failure`` with `notFound` for a node or host of which nothing was ever
    ///   recorded.
    public func availability(
        over period: TimeSpan, nodes: [CentreID] = [], hosts: [HostName] = [], trust: Duration = HostLook.trust
    ) async throws -> AvailabilityReport {
        try await read("read the availability") { database in
            try Self.requireKnown(nodes, hosts, in: database)
            let query = AvailabilityQuery(
                database: database, period: period, filter: HistoryFilter(nodes: nodes), trust: trust)
            let asksNodes = !nodes.isEmpty || hosts.isEmpty
            var report = AvailabilityReport(
                period: period, nodes: asksNodes ? try query.nodes() : [:], hosts: try query.coverage())
            if !nodes.isEmpty || !hosts.isEmpty { report.hosts = report.hosts.filter { hosts.contains($0.key) } }
            return report
        }
    }

    /// A slip in a name would look like an answer.
    private static func requireKnown(_ nodes: [CentreID], _ hosts: [HostName], in database: Database) throws {
        for node in nodes {
            guard try ResourceNames.matching(HistoryFilter(nodes: [node]), in: database).isEmpty else { continue }
            throw unknown("node", node.text)
        }
        for host in hosts {
            let looked = """
                SELECT EXISTS (SELECT 1 FROM coverage WHERE host = (SELECT id FROM name WHERE text = ?))
                """
            guard try Bool.fetchOne(database, sql: looked, arguments: [host.text]) == false else { continue }
            throw unknown("host", host.text)
        }
    }

    private static func unknown(_ kind: String, _ name: String) -> Failure {
        Failure(
            .notFound, attempted: "tell how available a \(kind) was", on: name,
            response: "nothing was ever recorded of such a \(kind)", remedy: "see them all: isobar availability")
    }
}
