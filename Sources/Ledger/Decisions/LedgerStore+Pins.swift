public import BrokerModel
import Foundation
import GRDB

extension LedgerStore {
    /// Records that something is held at an earlier commit, in the place of what
    /// was held of the same part. Open decisions are void: they were made on plans
    /// for another commit.
    ///
    /// - Parameter head: where the branch stands.
    public func record(_ pin: Pin, at commit: CommitRecord, head: CommitRecord) async throws {
        try await write("record a rollback") { transaction in
            try transaction.endPins(of: pin.node, by: pin.actor)
            let arguments: StatementArguments = [
                pin.run, try transaction.commit(commit), try pin.node.map { try transaction.name($0.text) },
                try transaction.commit(head), try transaction.name(pin.actor),
                try pin.reason.map { try transaction.blob($0) }, transaction.now.microseconds,
            ]
            try transaction.execute(
                """
                INSERT INTO pin (run_id, commit_id, node, head_id, actor, reason, pinned_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """, arguments)
            try transaction.execute(
                "UPDATE decision SET voided_at = ? WHERE run_id IS NULL AND voided_at IS NULL",
                [transaction.now.microseconds])
            try transaction.audit(
                actor: pin.actor, action: "roll-back", subject: pin.scope.description, commit: commit,
                outcome: "run \(pin.run)", detail: pin.reason)
        }
    }

    /// Ends what is held: of a node, or all of it.
    ///
    /// - Returns: whether anything was held there.
    public func endPins(of node: CentreID? = nil, by actor: String) async throws -> Bool {
        try await write("end a rollback") { transaction in
            guard try transaction.endPins(of: node, by: actor) else { return false }
            let scope = node.map(ChangeScope.node) ?? .all
            try transaction.audit(actor: actor, action: "unpin", subject: scope.description, outcome: "ended")
            return true
        }
    }

    /// Ends what was held while the branch stood at a commit: it has moved on.
    ///
    /// - Parameter head: hexadecimal digits.
    public func endPins(ofHead head: String, by actor: String) async throws {
        try await write("end a rollback") { transaction in
            try transaction.execute(
                """
                UPDATE pin SET ended_by = ?, ended_at = ? WHERE ended_at IS NULL
                    AND head_id = (SELECT id FROM "commit" WHERE lower(hex(hash)) = ?)
                """, [try transaction.name(actor), transaction.now.microseconds, head])
            guard transaction.database.changesCount > 0 else { return }
            try transaction.audit(
                actor: actor, action: "unpin", subject: "branch", outcome: "ended", detail: "the branch left \(head)")
        }
    }

    /// What is held and was not ended.
    public func openPins() async throws -> [Pin] {
        try await read("read the rollbacks") { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT pin.run_id, held.hash AS held, head.hash AS head, node.text AS node, actor.text AS actor,
                        reason.size AS reason_size, reason.encoding AS reason_encoding, reason.content AS reason_content
                    FROM pin
                    JOIN "commit" held ON held.id = pin.commit_id
                    JOIN "commit" head ON head.id = pin.head_id
                    JOIN name actor ON actor.id = pin.actor
                    LEFT JOIN name node ON node.id = pin.node
                    LEFT JOIN blob reason ON reason.id = pin.reason
                    WHERE pin.ended_at IS NULL ORDER BY pin.id
                    """
            ).compactMap { row in
                guard let commit = CommitID(Hexadecimal.text(row["held"] as Data)),
                    let head = CommitID(Hexadecimal.text(row["head"] as Data))
                else { return nil }
                return Pin(
                    run: row["run_id"], commit: commit, node: (row["node"] as String?).flatMap { CentreID($0) },
                    head: head, actor: row["actor"], reason: try BlobEncoding.text(row, "reason"))
            }
        }
    }

    /// The newest whole run of a commit that succeeded; nil when there is none.
    ///
    /// - Parameter commit: hexadecimal digits.
    public func lastSuccess(of commit: String) async throws -> RunID? {
        let filter = HistoryFilter(commit: commit, outcomes: [RunOutcome.succeeded.rawValue], limit: 100)
        return try await runs(matching: filter).entries.first { $0.command == Self.wholeApply }?.id
    }
}

extension LedgerTransaction {
    /// A pin of the whole broker takes the place of every other.
    ///
    /// - Returns: whether there was any.
    @discardableResult
    fileprivate mutating func endPins(of node: CentreID?, by actor: String) throws -> Bool {
        let name = try node.map { try self.name($0.text) }
        try execute(
            "UPDATE pin SET ended_by = ?, ended_at = ? WHERE ended_at IS NULL AND (? IS NULL OR node = ?)",
            [try self.name(actor), now.microseconds, name, name])
        return database.changesCount > 0
    }
}
