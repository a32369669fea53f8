import BrokerModel
import Foundation
import GRDB
import Glibc

extension LedgerStore {
    /// Copies the ledger, as it is at one moment, while others read and write
    /// (https://sqlite.org/backup.html). The copy is checked before it gets its
    /// name, so that a file of that name is a whole one.
    ///
    /// - Throws: ``Failure`` with `ledgerUnusable` when the file exists already.
    @discardableResult
    public func backUp(to target: String) async throws -> LedgerCopy {
        guard Glibc.access(target, F_OK) != 0 else {
            throw Failure(
                .ledgerUnusable, attempted: "back up the ledger", on: target, response: "there is such a file already",
                remedy: "name another; a backup replaces nothing")
        }
        let part = target + ".part"
        // What an interrupted backup left.
        unlink(part)
        close(open(part, O_RDWR | O_CREAT | O_CLOEXEC, 0o600))
        do {
            try copy(to: part)
            let found = try Self.check(part)
            try Self.reachDisk(part)
            guard rename(part, target) == 0 else {
                throw Failure(
                    .ledgerUnusable, attempted: "back up the ledger", on: target,
                    response: String(cString: strerror(errno)))
            }
            return found
        } catch {
            unlink(part)
            throw error
        }
    }

    private func copy(to part: String) throws {
        try LedgerFailure.translating("back up the ledger", part) {
            let copy = try DatabaseQueue(path: part)
            try pool.backup(to: copy)
            // A copy is one file: it needs none beside it to be read.
            try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try copy.close()
        }
    }

    private static func reachDisk(_ path: String) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        guard file >= 0, fsync(file) == 0 else {
            throw Failure(
                .diskFull, attempted: "back up the ledger", on: path, response: String(cString: strerror(errno)),
                remedy: "make room on its file system")
        }
    }

    /// Opens a copy without changing it, and proves it whole: SQLite's own check,
    /// the schema, and every record of the audit chain.
    public static func check(_ path: String) throws -> LedgerCopy {
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        let attempted = "check the copy of a ledger"
        return try LedgerFailure.translating(attempted, path, remedy: "take another copy") {
            try DatabaseQueue(path: path, configuration: configuration).read { database -> LedgerCopy in
                let findings = try String.fetchAll(database, sql: "PRAGMA quick_check(1)")
                guard findings == ["ok"] else {
                    throw Failure(
                        .ledgerUnusable, attempted: attempted, on: path,
                        response: "it is damaged: \(findings.first ?? "no answer")", remedy: "take another copy")
                }
                try SchemaUpgrade.check(SchemaUpgrade.applied(database), path: path)
                guard try database.tableExists("migration") else {
                    throw Failure(
                        .ledgerUnusable, attempted: attempted, on: path, response: "it is empty",
                        remedy: "take another copy")
                }
                let found = try AuditWalk(database: database, path: path).verify()
                return LedgerCopy(size: size, head: found.head, runs: found.runs)
            }
        }
    }
}
