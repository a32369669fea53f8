import BrokerModel
import Foundation
import GRDB

extension LedgerStore {
    /// Records of the audit chain, the newest first.
    ///
    /// - Parameters:
    ///   - filter: its limit says how many; hosts, nodes and resources are asked of
    ///     what a record is about.
    ///   - before: only those before this one.
    public func auditEntries(
        matching filter: HistoryFilter = HistoryFilter(), before: Int64? = nil
    ) async throws -> [AuditEntry] {
        try await read("read the audit chain") { database in
            let sequences = try AuditQuery(filter, before: before, in: database).sequences()
            let statement = try database.cachedStatement(sql: AuditEntry.query + " WHERE audit.sequence = ?")
            return try sequences.compactMap { sequence in
                try Row.fetchOne(statement, arguments: [sequence]).map { try AuditEntry($0) }
            }
        }
    }

    /// The actions and outcomes of a filter that no record has; nil when records have
    /// each of them.
    public func unrecordedWords(in filter: HistoryFilter) async throws -> UnrecordedWords? {
        guard !filter.actions.isEmpty || !filter.outcomes.isEmpty else { return nil }
        return try await read("read what is recorded") { database in
            let (actions, outcomes) = try AuditKinds(database: database).words()
            let words = UnrecordedWords(
                actions: filter.actions.filter { !actions.contains($0) },
                outcomes: filter.outcomes.filter { !outcomes.contains($0) },
                recordedActions: actions.sorted(), recordedOutcomes: outcomes.sorted())
            return words.actions.isEmpty && words.outcomes.isEmpty ? nil : words
        }
    }

    /// What the audit chain says of a run, in order.
    ///
    /// - Parameter after: the number of the last record that is known.
    public func auditEntries(of run: RunID, after: Int64) async throws -> [AuditEntry] {
        try await read("read what happened in run \(run)") { database in
            try Row.fetchAll(
                database,
                sql: AuditEntry.query + " WHERE audit.run_id = ? AND audit.sequence > ? ORDER BY audit.sequence",
                arguments: [run.number, after]
            ).map { try AuditEntry($0) }
        }
    }
}

extension AuditEntry {
    fileprivate static let query = """
        SELECT audit.sequence, audit.at, actor.text AS actor, action.text AS action, subject.text AS subject,
            audit.run_id, "commit".hash AS commit_hash, outcome.text AS outcome, audit.hash,
            detail.size AS detail_size, detail.encoding AS detail_encoding, detail.content AS detail_content
        FROM audit
        JOIN name actor ON actor.id = audit.actor
        JOIN name action ON action.id = audit.action
        JOIN name subject ON subject.id = audit.subject
        JOIN name outcome ON outcome.id = audit.outcome
        LEFT JOIN "commit" ON "commit".id = audit.commit_id
        LEFT JOIN blob detail ON detail.id = audit.detail
        """

    fileprivate init(_ row: Row) throws {
        self.init(
            sequence: row["sequence"], at: Timestamp(microseconds: row["at"]), actor: row["actor"],
            action: row["action"], subject: row["subject"], run: (row["run_id"] as Int64?).map { RunID($0) },
            commit: (row["commit_hash"] as Data?).map { Hexadecimal.text($0) }, outcome: row["outcome"],
            detail: try BlobEncoding.text(row, "detail"), hash: try Data32.digest(row["hash"]))
        // The plan itself is asked for by its digest.
        if action == LedgerStore.proposing { detail = detail.map { String($0.prefix { !$0.isNewline }) } }
    }
}
