import GRDB

/// What a ledger takes on disk (dbstat, https://sqlite.org/dbstat.html).
struct LedgerSize {
    /// Pages of tables and indexes, in bytes; texts are not among them.
    let rows: Int

    /// Pages of texts.
    let texts: Int

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
