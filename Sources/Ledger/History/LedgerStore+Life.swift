public import BrokerModel
import Foundation
import GRDB
public import History

extension LedgerStore {
    /// Where a node's instances were seen, in which version, from when to when;
    /// the oldest first.
    public func stays(of node: CentreID) async throws -> [NodeStay] {
        try await read("read the life of \(node)") { database in
            let names = try ResourceNames.matching(HistoryFilter(nodes: [node]), in: database)
            var seen: [PastResource] = []
            for name in names { seen += try Self.seen(name, of: node, in: database) }
            return NodeStay.stays(of: seen)
        }
    }

    private static func seen(_ name: Int64, of node: CentreID, in database: Database) throws -> [PastResource] {
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT address.text AS address, observation.valid_from, observation.valid_to, observation.digest,
                        observation.owned, blob.size AS record_size, blob.encoding AS record_encoding,
                        blob.content AS record_content
                    FROM observation
                    JOIN name address ON address.id = observation.resource
                    JOIN blob ON blob.id = observation.record
                    WHERE observation.resource = ? ORDER BY observation.valid_from
                    """), arguments: [name])
        var seen: [PastResource] = []
        while let row = try rows.next() {
            guard let address = ResourceAddress(row["address"] as String), let host = address.host,
                address.kind == ContainerSpecification.kind, address.name == node.text
            else { break }
            seen.append(
                PastResource(
                    address: address, host: host, isOwned: row["owned"],
                    since: Timestamp(microseconds: row["valid_from"]),
                    until: (row["valid_to"] as Int64?).map { Timestamp(microseconds: $0) },
                    digest: try Data32.digest(row["digest"]),
                    record: try BlobEncoding.text(row, "record").map(JSONRecord.read) ?? [:]))
        }
        return seen
    }
}
