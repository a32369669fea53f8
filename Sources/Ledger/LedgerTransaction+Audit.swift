import BrokerModel
import Foundation
import GRDB

extension LedgerTransaction {
    /// Adds a link to the audit chain.
    mutating func audit(
        actor: String,
        action: String,
        subject: String,
        run: Int64? = nil,
        commit: CommitRecord? = nil,
        outcome: String,
        detail: String? = nil
    ) throws {
        let last = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"))
        let previous = try last.map { try Data32.digest($0["hash"]) } ?? AuditRecord.origin
        let record = AuditRecord(
            sequence: (last?["sequence"] ?? 0) + 1, at: now, actor: actor, action: action, subject: subject,
            run: run, commit: commit?.hash, outcome: outcome, detail: detail.map { Digest(of: $0) })
        guard let hash = record.hash(after: previous, encoding: AuditRecord.currentEncoding) else { return }
        let arguments: StatementArguments = [
            record.sequence, now.microseconds, try name(actor), try name(action), try name(subject), run,
            try commit.map { try self.commit($0) }, try name(outcome), try detail.map(blob),
            AuditRecord.currentEncoding, hash.data,
        ]
        try execute(
            """
            INSERT INTO audit (sequence, at, actor, action, subject, run_id, commit_id, outcome, detail, encoding, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, arguments)
    }
}
