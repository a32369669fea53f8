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
        let last = try head()
        let record = AuditRecord(
            sequence: last.sequence + 1, at: now, actor: actor, action: action, subject: subject, run: run,
            commit: commit.map { AuditRecord.text(ofCommit: $0.hash) }, outcome: outcome,
            detail: detail.map { Digest(of: $0) })
        guard let hash = record.hash(after: last.hash, encoding: AuditRecord.currentEncoding) else { return }
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
        chainHead = AuditPlace(sequence: record.sequence, hash: hash)
    }

    /// Where the chain ends. Nobody else adds to it while this transaction
    /// writes, so that it is read once.
    mutating func head() throws -> AuditPlace {
        if let chainHead { return chainHead }
        let found = try AuditPlace.head(in: database)
        chainHead = found
        return found
    }
}

extension AuditPlace {
    /// The last record; where all were pruned, or none was ever written, what
    /// the next one follows.
    static func head(in database: Database) throws -> AuditPlace {
        let last = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"))
        if let last { return AuditPlace(sequence: last[0], hash: try Data32.digest(last[1])) }
        return try start(in: database)
    }

    /// What the first record that is here follows: the last that was pruned, or
    /// the origin.
    static func start(in database: Database) throws -> AuditPlace {
        let origin = AuditPlace(sequence: 0, hash: AuditRecord.origin)
        // Copies of earlier versions are read, too.
        guard try database.tableExists("segment") else { return origin }
        let segment = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT last, hash FROM segment ORDER BY last DESC LIMIT 1"))
        guard let segment else { return origin }
        return AuditPlace(sequence: segment[0], hash: try Data32.digest(segment[1]))
    }
}
