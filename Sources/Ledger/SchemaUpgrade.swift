import BrokerModel
import GRDB
import Migrations

/// Brings the database to the newest schema: forward only, every script
/// checked against the checksum recorded when it ran, with a backup before.
struct SchemaUpgrade {
    let pool: DatabasePool
    let path: String

    func run(at now: Timestamp) throws {
        let applied = try LedgerFailure.translating("read the schema version", path) {
            try pool.read(Self.applied)
        }
        try Self.check(applied, path: path)
        let missing = MigrationScript.all.filter { $0.version > applied.count }
        guard !missing.isEmpty else { return }
        if !applied.isEmpty {
            try backUp(before: applied.count)
        }
        for script in missing {
            try LedgerFailure.translating("upgrade the ledger to \(script.name)", path) {
                try pool.write { try Self.apply(script, at: now, in: $0) }
            }
        }
    }

    /// The checksums of the scripts that ran, in order; empty for a new file.
    static func applied(_ database: Database) throws -> [Digest] {
        guard try database.tableExists("migration") else {
            let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            guard tables == 0 else {
                throw DatabaseError(resultCode: .SQLITE_NOTADB, message: "the file is a database of another program")
            }
            return []
        }
        return try Data32.fetchAll(database, sql: "SELECT checksum FROM migration ORDER BY version")
    }

    /// - Throws: ``Failure`` when another program, or a newer one, made the schema.
    static func check(_ applied: [Digest], path: String) throws {
        let known = MigrationScript.all
        guard applied.count <= known.count else {
            throw Failure(
                .ledgerNewer, attempted: "open the ledger", on: path,
                response: "its schema is version \(applied.count), this program knows up to \(known.count)",
                remedy: "use the newer Isobar that wrote it; a ledger is never taken back to an older schema")
        }
        for (script, checksum) in zip(known, applied) where Digest(of: script.sql) != checksum {
            throw Failure(
                .ledgerUnusable, attempted: "open the ledger", on: path,
                response: "its schema was made by another \(script.name) than this program's",
                remedy: "use the released program that made it")
        }
    }

    private func backUp(before version: Int) throws {
        let backup = "\(path).before-V\(version + 1)"
        try LedgerFailure.translating("back up the ledger to \(backup)", path) {
            try pool.backup(to: DatabaseQueue(path: backup))
        }
    }

    private static func apply(_ script: MigrationScript, at now: Timestamp, in database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS migration (
                    version     INTEGER PRIMARY KEY,
                    name        TEXT NOT NULL,
                    checksum    BLOB NOT NULL CHECK (length(checksum) = 32),
                    applied_at  INTEGER NOT NULL
                ) STRICT
                """)
        try database.execute(sql: script.sql)
        try database.execute(
            sql: "INSERT INTO migration (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
            arguments: [script.version, script.name, Digest(of: script.sql).data, now.microseconds])
    }
}
