import BrokerModel
import GRDB

extension LedgerStore {
    /// How much older than they have to stay the oldest records are when some are
    /// removed: reading the whole export back each day would be for little.
    public static let retentionStep: Duration = .seconds(30 * 86_400)

    /// Continues the export, and removes what is older than `age` when there is
    /// enough of it.
    ///
    /// - Throws: ``Failure`` with `exportUnusable` or `ledgerTampered` when the export
    ///   is not this ledger's from the first record on, `ledgerBusy` while a run is at
    ///   hand; then nothing is removed.
    public func retain(_ age: Duration, exportingTo path: String, actor: String) async throws -> RetentionResult {
        let (start, oldest) = try await read("read the oldest record") { database in
            (
                try AuditPlace.start(in: database),
                try Int64.fetchOne(database, sql: "SELECT at FROM audit ORDER BY sequence LIMIT 1")
                    .map { Timestamp(microseconds: $0) }
            )
        }
        guard start.sequence == 0 || Self.hasExport(path) else {
            throw Failure(
                .exportUnusable, attempted: "continue the export", on: path,
                response: "it is not there, and the ledger begins after record \(start.sequence)",
                remedy: "bring it back: only it has what was removed from the ledger")
        }
        let exported = try await exportAudit(to: path)
        let now = clock()
        guard let oldest, now - oldest > age + Self.retentionStep else { return RetentionResult(exported: exported) }
        return RetentionResult(
            exported: exported, pruned: try await prune(exported: [path], before: now - age, actor: actor))
    }
}
