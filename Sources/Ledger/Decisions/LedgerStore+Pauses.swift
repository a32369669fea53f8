public import BrokerModel
import GRDB

extension LedgerStore {
    /// Records a pause, in the place of one of the same scope.
    public func record(_ pause: Pause) async throws {
        try await write("record a pause") { transaction in
            try transaction.endPauses(of: pause.scope, by: pause.actor)
            let arguments: StatementArguments = [
                try transaction.name(pause.scope.description), try transaction.name(pause.actor),
                try transaction.blob(pause.reason), transaction.now.microseconds, pause.until.microseconds,
            ]
            try transaction.execute(
                "INSERT INTO pause (scope, actor, reason, begun_at, until) VALUES (?, ?, ?, ?, ?)", arguments)
            try transaction.audit(
                actor: pause.actor, action: "pause", subject: pause.scope.description, outcome: "until \(pause.until)",
                detail: pause.reason)
        }
    }

    /// Ends pauses before their time: those of a scope, or for `all` every one.
    public func resume(_ scope: ChangeScope, by actor: String) async throws {
        try await write("end a pause") { transaction in
            try transaction.endPauses(of: scope == .all ? nil : scope, by: actor)
            try transaction.audit(actor: actor, action: "resume", subject: scope.description, outcome: "resumed")
        }
    }

    /// Pauses that nobody ended and whose time is not over.
    public func openPauses(at now: Timestamp) async throws -> [Pause] {
        try await read("read the pauses") { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT scope.text AS scope, actor.text AS actor, pause.until,
                        reason.size AS reason_size, reason.encoding AS reason_encoding, reason.content AS reason_content
                    FROM pause
                    JOIN name scope ON scope.id = pause.scope
                    JOIN name actor ON actor.id = pause.actor
                    JOIN blob reason ON reason.id = pause.reason
                    WHERE pause.ended_at IS NULL AND pause.until > ? ORDER BY pause.id
                    """, arguments: [now.microseconds]
            ).compactMap { row in
                guard let scope = ChangeScope(row["scope"] as String) else { return nil }
                return Pause(
                    scope: scope, actor: row["actor"], reason: try BlobEncoding.text(row, "reason") ?? "",
                    until: Timestamp(microseconds: row["until"]))
            }
        }
    }
}

extension LedgerTransaction {
    /// - Parameter scope: nil ends all.
    fileprivate mutating func endPauses(of scope: ChangeScope?, by actor: String) throws {
        let name = try scope.map { try self.name($0.description) }
        try execute(
            "UPDATE pause SET ended_by = ?, ended_at = ? WHERE ended_at IS NULL AND (? IS NULL OR scope = ?)",
            [try self.name(actor), now.microseconds, name, name])
    }
}
