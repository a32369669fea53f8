import BrokerModel
import Foundation
import GRDB

extension LedgerStore {
    /// Walks the audit chain and compares every hash.
    ///
    /// - Returns: how many links hold, and the head of the chain.
    /// - Throws: ``Failure`` with `ledgerTampered`, naming the first link that
    ///   does not fit.
    public func verifyAuditChain() async throws -> AuditVerification {
        let path = path
        return try await read("verify the audit chain") { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT audit.sequence, audit.at, actor.text AS actor, action.text AS action,
                        subject.text AS subject, audit.run_id, "commit".hash AS commit_hash, outcome.text AS outcome,
                        blob.digest AS detail, audit.encoding, audit.hash
                    FROM audit
                    JOIN name actor ON actor.id = audit.actor
                    JOIN name action ON action.id = audit.action
                    JOIN name subject ON subject.id = audit.subject
                    JOIN name outcome ON outcome.id = audit.outcome
                    LEFT JOIN "commit" ON "commit".id = audit.commit_id
                    LEFT JOIN blob ON blob.id = audit.detail
                    ORDER BY audit.sequence
                    """)
            var previous = AuditRecord.origin
            var count: Int64 = 0
            while let row = try rows.next() {
                let sequence: Int64 = row["sequence"]
                let record = AuditRecord(
                    sequence: sequence, at: Timestamp(microseconds: row["at"]), actor: row["actor"],
                    action: row["action"], subject: row["subject"], run: row["run_id"],
                    commit: (row["commit_hash"] as Data?).map { Array($0) }, outcome: row["outcome"],
                    detail: try (row["detail"] as Data?).map(Data32.digest))
                let stored = try Data32.digest(row["hash"])
                guard sequence == count + 1, record.hash(after: previous, encoding: row["encoding"]) == stored else {
                    throw Failure(
                        .ledgerTampered, attempted: "verify the audit chain", on: path,
                        response: "record \(count + 1) does not fit the ones before it",
                        remedy: "compare with a backup or an exported copy from before the change")
                }
                previous = stored
                count += 1
            }
            return AuditVerification(records: count, head: previous)
        }
    }
}
