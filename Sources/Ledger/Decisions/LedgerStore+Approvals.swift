import BrokerModel
import GRDB

extension LedgerStore {
    /// The approval a run made use of; nil when it needed none.
    public func approval(of run: RunID) async throws -> RunApproval? {
        try await read("read who approved run \(run)") { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT actor.text AS actor, decision.decided_at, decision.allowed_deletes,
                        reason.size AS reason_size, reason.encoding AS reason_encoding, reason.content AS reason_content
                    FROM decision JOIN name actor ON actor.id = decision.actor
                    LEFT JOIN blob reason ON reason.id = decision.reason
                    WHERE decision.run_id = ? ORDER BY decision.id DESC LIMIT 1
                    """, arguments: [run.number]
            ).map { row in
                RunApproval(
                    actor: row["actor"], at: Timestamp(microseconds: row["decided_at"]),
                    reason: try BlobEncoding.text(row, "reason"), allowedDeletes: row["allowed_deletes"])
            }
        }
    }

    /// Whether anything was ever removed.
    public func hasPruned() async throws -> Bool {
        try await read("read whether something was pruned") { database in
            try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM segment WHERE pruned_at IS NOT NULL)")
                ?? false
        }
    }
}
