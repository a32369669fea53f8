import GRDB

/// What a ledger takes on disk (dbstat, https://sqlite.org/dbstat.html).
struct LedgerSize {
    /// Pages of tables and indexes, in bytes; texts are not among them.
    let rows: Int

    /// Pages of texts.
    let texts: Int

    /// How many rows of steps, records, observations and coverage there are, and the
    /// end of the last day.
    static func contents(of path: String) throws -> (rows: Int, last: Int64) {
        try DatabaseQueue(path: path).read { database in
            let rows = try ["step", "audit", "observation", "coverage"].map { table in
                try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0
            }
            let last = try Int64.fetchOne(database, sql: "SELECT max(looked_at) / 1000000 FROM coverage") ?? 0
            let days = (last - GeneratedHistory.start) / GeneratedHistory.day + 1
            return (rows.reduce(0, +), GeneratedHistory.start + days * GeneratedHistory.day)
        }
    }

    init(of path: String) throws {
        let texts = "name IN ('blob', 'sqlite_autoindex_blob_1')"
        let size = "SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND "
        (rows, self.texts) = try DatabaseQueue(path: path).read { database in
            (
                try Int.fetchOne(database, sql: size + "NOT \(texts)") ?? 0,
                try Int.fetchOne(database, sql: size + texts) ?? 0
            )
        }
    }
}
