public import BrokerModel
import GRDB

extension LedgerStore {
    /// What a resource was seen to be at the last look, if it was there.
    public func seenProperties(of address: ResourceAddress) async throws -> SeenProperties? {
        try await read("read what \(address) was seen to be") { database in
            guard let query = try SeenPropertiesQuery(database, address) else { return nil }
            return try query.last()
        }
    }

    /// What a resource was seen to be at the first look from a moment on; nil when
    /// nobody looked since, or it was not there.
    public func seenProperties(of address: ResourceAddress, from moment: Timestamp) async throws -> SeenProperties? {
        try await read("read what \(address) was seen to be") { database in
            guard let query = try SeenPropertiesQuery(database, address) else { return nil }
            return try query.first(from: moment)
        }
    }
}

/// Reads single rows by their index, however long the history is.
private struct SeenPropertiesQuery {
    private let database: Database
    private let resource: Int64

    /// On which it was seen last.
    private let host: Int64

    /// Nil when it was never seen.
    init?(_ database: Database, _ address: ResourceAddress) throws {
        guard let resource = try AuditLinks.number(of: address.description, in: database),
            let host = try Int64.fetchOne(
                database.cachedStatement(
                    sql: "SELECT host FROM observation WHERE resource = ? ORDER BY valid_from DESC, id DESC LIMIT 1"),
                arguments: [resource])
        else { return nil }
        self.database = database
        self.resource = resource
        self.host = host
    }

    func last() throws -> SeenProperties? {
        let look = try moment("looked_at >= ? ORDER BY looked_at DESC", Timestamp(seconds: 0))
        let waiting = try WaitingLook.at(host, in: database)
        return try [look, waiting].compactMap { $0 }.max().flatMap { try seen(at: $0) }
    }

    func first(from moment: Timestamp) throws -> SeenProperties? {
        if let look = try self.moment("looked_at >= ? ORDER BY looked_at", moment) { return try seen(at: look) }
        guard let waiting = try WaitingLook.at(host, in: database), waiting >= moment else { return nil }
        return try seen(at: waiting)
    }

    private func moment(_ condition: String, _ moment: Timestamp) throws -> Timestamp? {
        try Int64.fetchOne(
            database.cachedStatement(
                sql: "SELECT looked_at FROM coverage WHERE host = ? AND failure IS NULL AND \(condition) LIMIT 1"),
            arguments: [host, moment.microseconds]
        ).map { Timestamp(microseconds: $0) }
    }

    private func seen(at look: Timestamp) throws -> SeenProperties? {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT valid_to, blob.size AS record_size, blob.encoding AS record_encoding,
                        blob.content AS record_content
                    FROM observation JOIN blob ON blob.id = observation.record
                    WHERE host = ? AND resource = ? AND valid_from <= ? ORDER BY valid_from DESC, observation.id DESC LIMIT 1
                    """), arguments: [host, resource, look.microseconds])
        guard let row, (row["valid_to"] as Int64?).map({ $0 > look.microseconds }) ?? true else { return nil }
        return SeenProperties(at: look, properties: try BlobEncoding.text(row, "record").map(JSONRecord.read) ?? [:])
    }
}
