public import BrokerModel
import Foundation
import GRDB

extension LedgerStore {
    /// What is remembered of each host; hosts that were never looked at are
    /// left out.
    public func remembered(_ hosts: [HostName]) async throws -> [HostName: RememberedHost] {
        try await read("read the last observation") { database in
            var remembered: [HostName: RememberedHost] = [:]
            for host in hosts { remembered[host] = try Self.remembered(host, database) }
            return remembered
        }
    }

    /// The last look is the one that was recorded last: clocks are set back. The
    /// plus keeps SQLite from sorting all looks at the host; the last one stands
    /// near the end of the table.
    private static func remembered(_ host: HostName, _ database: Database) throws -> RememberedHost? {
        guard let last = try Row.fetchOne(
            database,
            sql: """
                SELECT coverage.looked_at, failure.text AS failure,
                    detail.size AS detail_size, detail.encoding AS detail_encoding, detail.content AS detail_content
                FROM coverage
                LEFT JOIN name failure ON failure.id = coverage.failure
                LEFT JOIN blob detail ON detail.id = coverage.detail
                WHERE +coverage.host = (SELECT id FROM name WHERE text = ?)
                ORDER BY coverage.id DESC LIMIT 1
                """, arguments: [host.text])
        else { return nil }
        var remembered = RememberedHost(host: host)
        if let code = last["failure"] as String? {
            remembered.failure = (
                Timestamp(microseconds: last["looked_at"]), FailureCode(named: code) ?? .incomplete,
                try BlobEncoding.text(last, "detail") ?? ""
            )
        }
        let look = try Row.fetchOne(
            database,
            sql: """
                SELECT looked_at, size AS look_size, encoding AS look_encoding, content AS look_content FROM last_look
                WHERE host = (SELECT id FROM name WHERE text = ?) AND format = ?
                """, arguments: [host.text, KeptHost.format])
        if let look {
            remembered.seenAt = Timestamp(microseconds: look["looked_at"])
            remembered.text = try BlobEncoding.text(look, "look")
        }
        return remembered
    }
}

extension LedgerTransaction {
    /// Says of what is kept of the host that it was seen so at `moment`, too.
    mutating func keepOn(_ host: HostName, at moment: Timestamp) throws {
        try execute("UPDATE last_look SET looked_at = ? WHERE host = ?", [moment.microseconds, try name(host.text)])
    }

    /// Puts `text` in the place of what was kept of the host before.
    mutating func keep(_ text: String, of host: HostName, at moment: Timestamp) throws {
        let packed = BlobEncoding.pack(Array(text.utf8))
        try execute(
            """
            INSERT OR REPLACE INTO last_look (host, looked_at, format, size, encoding, content)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                try name(host.text), moment.microseconds, KeptHost.format, text.utf8.count, packed.encoding.rawValue,
                Data(packed.content),
            ])
    }
}
