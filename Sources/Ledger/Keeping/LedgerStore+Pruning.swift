public import BrokerModel
import Foundation
import GRDB
import Glibc

extension LedgerStore {
    /// Removes the records before a moment, and what belongs to them, when
    /// exports hold them.
    ///
    /// The exports are read back into an empty ledger first, so that what is
    /// removed is known to come back: every hash, step and observation. The chain
    /// goes on from the last record that was removed. What is current stays, whatever
    /// its age: open observations, what counts as applied, the last look at each
    /// host, open decisions.
    ///
    /// Others may read and look meanwhile; a run cannot begin, as it would wait for
    /// its intents to reach the disk.
    ///
    /// - Parameter exports: whole ones from the first record on, in their order.
    /// - Throws: ``Failure`` with `exportUnusable` or `ledgerTampered` when they do
    ///   not hold what the ledger holds, `ledgerBusy` while a run is at hand; then
    ///   nothing is removed.
    public func prune(exported exports: [String], before moment: Timestamp, actor: String) async throws -> PruneResult {
        let end = try await readBack(exports)
        let stored = try? await auditPlace(end.sequence)
        guard stored == end else {
            throw Failure(
                .exportUnusable, attempted: "prune the ledger", on: exports.last ?? path,
                response: "the ledger has another record \(end.sequence) than the export, or none",
                remedy: "export it anew: isobar audit export --output FILE")
        }
        let now = clock()
        return try LedgerFailure.translating("prune the ledger", path) {
            // A row's removal would look for what refers to it in whole tables; instead all is checked once, at the end.
            var configuration = GRDB.Configuration()
            configuration.foreignKeysEnabled = false
            configuration.busyMode = .timeout(5)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            return try queue.write { database in
                var pruning = Pruning(LedgerTransaction(database: database, now: now, known: LedgerNames()), upTo: end)
                return try pruning.run(before: moment, actor: actor)
            }
        }
    }

    /// The time of the first record that is here; nil when none was ever pruned.
    public func firstRecordAfterPruning() async throws -> Timestamp? {
        try await read("read the audit chain") { database in
            guard try PrunedSegment.last(in: database) != nil else { return nil }
            return try Int64.fetchOne(database, sql: "SELECT at FROM audit ORDER BY sequence LIMIT 1")
                .map(Timestamp.init(microseconds:))
        }
    }

    /// Imports the exports into a ledger of its own, which is removed again.
    ///
    /// - Returns: the last record in them.
    private func readBack(_ exports: [String]) async throws -> AuditPlace {
        let scratch = "\(path).prune-\(getpid())"
        func remove() { for ending in ["", "-wal", "-shm"] { unlink(scratch + ending) } }
        remove()
        defer { remove() }
        let copy = try LedgerStore(path: scratch, clock: clock)
        defer { try? copy.pool.close() }
        for export in exports { _ = try await copy.importAudit(from: export) }
        return try await copy.auditHead()
    }
}
