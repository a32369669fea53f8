import BrokerModel
import GRDB
import History

/// Reads what the ledger holds of the availability of a period.
struct AvailabilityQuery {
    let database: Database
    let period: TimeSpan
    let filter: HistoryFilter
    let trust: Duration

    /// Of all hosts that were ever looked at, whatever the filter says: an
    /// instance may be on any.
    func coverage() throws -> [HostName: HostCoverage] {
        var coverage: [HostName: HostCoverage] = [:]
        for row in try Row.fetchAll(database, sql: StateQuery.hostsSQL) {
            guard let host = HostName(row["text"] as String) else { continue }
            coverage[host] = try self.coverage(of: row["id"])
        }
        return coverage
    }

    private func coverage(of host: Int64) throws -> HostCoverage {
        var coverage = HostCoverage(period: period, trust: trust)
        let before = try Int64.fetchOne(
            database, sql: "SELECT max(looked_at) FROM coverage WHERE host = ? AND looked_at <= ?",
            arguments: [host, period.from.microseconds])
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT looked_at, failure IS NOT NULL FROM coverage INDEXED BY coverage_at
                WHERE host = ? AND looked_at >= ? AND looked_at < ? ORDER BY looked_at
                """,
            arguments: [host, before ?? period.from.microseconds, period.to.microseconds])
        while let row = try rows.next() {
            coverage.add(HostLook(at: Timestamp(microseconds: row[0]), failure: row[1] ? "failed" : nil))
        }
        if let waiting = try WaitingLook.at(host, in: database), waiting < period.to {
            coverage.add(HostLook(at: waiting))
        }
        coverage.finish()
        return coverage
    }

    /// The nodes that had or were to have an instance in the period.
    func nodes() throws -> [CentreID: NodeRecords] {
        var nodes: [CentreID: NodeRecords] = [:]
        for (resource, address) in try containers() {
            guard let host = address.host, let node = address.instanceOf else { continue }
            let applied = try self.applied(resource, on: host)
            // What others run under such a name is no node of this broker.
            guard !applied.isEmpty else { continue }
            nodes[node, default: NodeRecords()].applied += applied
            nodes[node, default: NodeRecords()].instances += try instances(resource, on: host)
            nodes[node, default: NodeRecords()].blind[host, default: []] += try blind(resource, on: host)
        }
        return nodes
    }

    /// Containers there ever were, by the number of their names.
    private func containers() throws -> [(Int64, ResourceAddress)] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                WITH RECURSIVE known(resource) AS (
                    SELECT min(resource) FROM applied
                    UNION ALL
                    SELECT (SELECT min(resource) FROM applied WHERE resource > known.resource)
                    FROM known WHERE known.resource IS NOT NULL)
                SELECT name.id, name.text FROM known JOIN name ON name.id = known.resource
                """)
        var containers: [(Int64, ResourceAddress)] = []
        let asked = HistoryFilter(hosts: [], nodes: filter.nodes)
        while let row = try rows.next() {
            guard let address = ResourceAddress(row["text"] as String), address.instanceOf != nil,
                ResourceNames.matches(address, asked)
            else { continue }
            containers.append((row["id"], address))
        }
        return containers
    }

    private func applied(_ resource: Int64, on host: HostName) throws -> [AppliedInstance] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT begun.started_at AS begun_from, begun.ended_at AS begun_to,
                        ended.started_at AS ended_from, ended.ended_at AS ended_to
                    FROM applied JOIN run begun ON begun.id = applied.run_id
                    LEFT JOIN run ended ON ended.id = applied.ended_by
                    WHERE applied.resource = ? ORDER BY applied.id
                    """), arguments: [resource]
        ).compactMap { row in
            guard let begun = Self.run(row, "begun") else { return nil }
            return AppliedInstance(host: host, begun: begun, ended: Self.run(row, "ended"))
        }
    }

    /// A run that is open, or took no time, lasts a microsecond.
    private static func run(_ row: Row, _ prefix: String) -> TimeSpan? {
        guard let from = row[prefix + "_from"] as Int64? else { return nil }
        let to = row[prefix + "_to"] as Int64? ?? from
        return TimeSpan(Timestamp(microseconds: from), Timestamp(microseconds: max(to, from + 1)))
    }

    private func instances(_ resource: Int64, on host: HostName) throws -> [InstanceSpan] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT observation.valid_from, observation.valid_to, blob.size AS record_size,
                        blob.encoding AS record_encoding, blob.content AS record_content
                    FROM observation JOIN blob ON blob.id = observation.record
                    WHERE observation.resource = ? AND observation.valid_from < ?
                        AND (observation.valid_to IS NULL OR observation.valid_to > ?)
                    """), arguments: [resource, period.to.microseconds, period.from.microseconds]
        ).compactMap { row in
            let to = (row["valid_to"] as Int64?).map { Timestamp(microseconds: $0) } ?? period.to
            guard let span = TimeSpan(Timestamp(microseconds: row["valid_from"]), to)?.intersection(period) else {
                return nil
            }
            let record = try BlobEncoding.text(row, "record").map(JSONRecord.read) ?? [:]
            return InstanceSpan(host: host, span: span, isUp: InstanceSpan.isUp(record))
        }
    }

    /// From each step on it to the next look at its host, and from one that is at hand: also
    /// from one before the period, as long as the look before that step counts.
    private func blind(_ resource: Int64, on host: HostName) throws -> [TimeSpan] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT step.intended_at, (
                        SELECT min(looked_at) FROM coverage WHERE host = (SELECT id FROM name WHERE text = ?)
                            AND looked_at >= step.ended_at) AS seen_at
                    FROM step WHERE resource = ? AND (ended_at IS NULL OR ended_at > ?) AND intended_at < ?
                    """), arguments: [host.text, resource, (period.from - trust).microseconds, period.to.microseconds]
        ).compactMap { row in
            let seen = (row["seen_at"] as Int64?).map { Timestamp(microseconds: $0) } ?? period.to
            return TimeSpan(Timestamp(microseconds: row["intended_at"]), seen)
        }
    }
}
