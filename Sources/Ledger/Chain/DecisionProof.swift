import BrokerModel
import Foundation
import GRDB

/// Holds what people decided, and what the service acts on because of it, against
/// the records of it: approvals, pauses, rollbacks, tokens, and where the branch
/// was met. One that nobody recorded was put there by somebody else.
struct DecisionProof {
    private let database: Database
    private let path: String

    /// What was recorded before is not here any more.
    private let since: Int64

    /// The newest row of each table when records were pruned: all later ones have a record,
    /// whatever time they bear.
    private let newest: [String: Int64]

    init(database: Database, path: String) throws {
        self.database = database
        self.path = path
        let start = try AuditPlace.start(in: database).sequence
        since =
            start == 0
            ? .min : try Int64.fetchOne(database, sql: "SELECT at FROM audit ORDER BY sequence LIMIT 1") ?? .max
        newest = start == 0 ? [:] : try PrunedSegment.seal(in: database)?.stayed?.newest ?? [:]
    }

    func verify() throws {
        // Copies of earlier versions are read, too.
        if try database.tableExists("decision") {
            try sightings()
            try decisions()
            try pauses()
        }
        if try database.tableExists("token") {
            try tokens()
            try pins()
        }
    }

    /// What of a table has a record here: by its time, or by its number.
    private func told(_ table: String) -> StatementArguments { [since, newest[table] ?? .max] }

    private func sightings() throws {
        let wrong = try Int64.fetchOne(
            database,
            sql: """
                SELECT seen_at, commit_id FROM sighting WHERE seen_at >= ? OR id > ?
                EXCEPT
                SELECT at, commit_id FROM audit WHERE subject = (SELECT id FROM name WHERE text = 'branch')
                    AND action = (SELECT id FROM name WHERE text = 'see')
                LIMIT 1
                """, arguments: told("sighting"))
        if let wrong {
            throw tampered("where the branch was at \(Timestamp(microseconds: wrong)) is in no record")
        }
    }

    private func decisions() throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT decision.id, decision.plan_digest, decision.commit_id, verdict.text AS verdict, decision.actor,
                    actor.text AS whose, decision.reason, decision.allowed_deletes, decision.decided_at AS at,
                    decision.run_id IS NULL AND decision.voided_at IS NULL AS is_open
                FROM decision JOIN name verdict ON verdict.id = decision.verdict
                JOIN name actor ON actor.id = decision.actor WHERE decision.decided_at >= ? OR decision.id > ?
                ORDER BY decision.id
                """, arguments: told("decision"))
        while let row = try rows.next() {
            let plan = try Data32.digest(row["plan_digest"])
            let what = "the decision of \(row["whose"] as String) on plan \(plan)"
            let isApproval = row["verdict"] as String == PlanDecision.Verdict.approved.rawValue
            let record = try record(
                Told(
                    at: row["at"], actor: row["actor"], action: isApproval ? "approve" : "reject",
                    subject: "plan/\(plan)", outcome: row["verdict"], commit: row["commit_id"]),
                of: what)
            let reason = try (row["reason"] as Int64?).flatMap { try StoredTexts(database)[$0] }
            guard record.detail == PlanDecision.detail(reason, allowedDeletes: row["allowed_deletes"]) else {
                throw tampered("\(what) is not as the record tells it")
            }
            // A new head of the branch, or a rollback, ends every one that is open.
            guard row["is_open"] as Bool, try isAny("see", "branch", after: record) || isAny("roll-back", nil, after: record)
            else { continue }
            throw tampered("\(what) is open, and records tell that it was void")
        }
    }

    private func pauses() throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT scope.text AS scope, pause.actor, pause.reason, pause.begun_at AS at, pause.until, pause.ended_by,
                    pause.ended_at FROM pause JOIN name scope ON scope.id = pause.scope
                WHERE pause.begun_at >= ? OR pause.id > ? ORDER BY pause.id
                """, arguments: told("pause"))
        while let row = try rows.next() {
            let scope: String = row["scope"]
            let what = "the pause of \(scope)"
            let record = try record(
                Told(
                    at: row["at"], actor: row["actor"], action: "pause", subject: scope,
                    outcome: "until \(Timestamp(microseconds: row["until"]))"),
                of: what)
            guard try StoredTexts(database)[row["reason"] as Int64] == record.detail else {
                throw tampered("\(what) is not as the record tells it")
            }
            try ending(
                row, ["resume", "pause"], of: [scope, "all"], isEnded: isAny("resume", "all", after: record)
                    || isAny("resume", scope, after: record) || isAny("pause", scope, after: record), what)
        }
    }

    private func pins() throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT pin.run_id, pin.commit_id, node.text AS node, pin.actor, pin.reason, pin.pinned_at AS at,
                    pin.ended_by, pin.ended_at FROM pin LEFT JOIN name node ON node.id = pin.node
                WHERE pin.pinned_at >= ? OR pin.id > ? ORDER BY pin.id
                """, arguments: told("pin"))
        while let row = try rows.next() {
            let scope = (row["node"] as String?).map { "node/\($0)" } ?? "all"
            let what = "the rollback of \(scope)"
            let record = try record(
                Told(
                    at: row["at"], actor: row["actor"], action: "roll-back", subject: scope,
                    outcome: "run \(row["run_id"] as Int64)", commit: row["commit_id"]),
                of: what)
            guard try (row["reason"] as Int64?).flatMap({ try StoredTexts(database)[$0] }) == record.detail else {
                throw tampered("\(what) is not as the record tells it")
            }
            try ending(
                row, ["unpin", "roll-back"], of: [scope, "all", "branch"], isEnded: isAny("unpin", "all", after: record)
                    || isAny("unpin", scope, after: record) || isAny("roll-back", "all", after: record)
                    || isAny("roll-back", scope, after: record), what)
        }
    }

    private func tokens() throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT name.text AS name, role.text AS role, token.hash, token.created_by AS actor, token.created_at AS at,
                    token.expires_at, token.revoked_by AS ended_by, token.revoked_at AS ended_at
                FROM token JOIN name ON name.id = token.name JOIN name role ON role.id = token.role
                WHERE token.created_at >= ? OR token.id > ? ORDER BY token.id
                """, arguments: told("token"))
        while let row = try rows.next() {
            let subject = "token/\(row["name"] as String)"
            let record = try record(
                Told(at: row["at"], actor: row["actor"], action: "create", subject: subject, outcome: row["role"]),
                of: "the \(subject)")
            let expiresAt = (row["expires_at"] as Int64?).map { Timestamp(microseconds: $0) }
            let hash = try Data32.digest(row["hash"])
            let forms = [TokenRecord.detail(of: hash, expiresAt: expiresAt), TokenRecord.earlierDetail(expiresAt)]
            guard forms.contains(record.detail) else { throw tampered("the \(subject) is not as the record tells it") }
            try ending(row, ["revoke"], of: [subject], isEnded: isAny("revoke", subject, after: record), "the \(subject)")
        }
    }

    // MARK: - Records

    /// What a record has to say.
    private struct Told {
        var at: Int64
        var actor: Int64
        var action: String
        var subject: String
        var outcome: String
        var commit: Int64?
    }

    private struct Found {
        var sequence: Int64
        var detail: String?
    }

    private func record(_ told: Told, of what: String) throws -> Found {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT sequence, detail FROM audit
                    WHERE subject = (SELECT id FROM name WHERE text = ?) AND action = (SELECT id FROM name WHERE text = ?)
                        AND outcome = (SELECT id FROM name WHERE text = ?) AND at = ? AND actor = ? AND commit_id IS ?
                    ORDER BY sequence LIMIT 1
                    """),
            arguments: [told.subject, told.action, told.outcome, told.at, told.actor, told.commit])
        guard let row else { throw tampered("\(what) is in no record") }
        return Found(
            sequence: row["sequence"], detail: try (row["detail"] as Int64?).flatMap { try StoredTexts(database)[$0] })
    }

    /// - Parameter subject: nil for any.
    private func isAny(_ action: String, _ subject: String?, after record: Found) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT EXISTS (
                        SELECT 1 FROM audit WHERE sequence > ? AND action = (SELECT id FROM name WHERE text = ?)
                            AND (? IS NULL OR subject = (SELECT id FROM name WHERE text = ?)))
                    """), arguments: [record.sequence, action, subject, subject]) ?? false
    }

    /// What was ended, was ended by somebody; and what somebody ended is.
    private func ending(
        _ row: Row, _ actions: [String], of subjects: [String], isEnded: Bool, _ what: String
    ) throws {
        guard let at = row["ended_at"] as Int64?, let actor = row["ended_by"] as Int64? else {
            if isEnded { throw tampered("\(what) goes on, and records tell that it was ended") }
            return
        }
        let isTold = try Bool.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT EXISTS (
                        SELECT 1 FROM audit WHERE at = ? AND actor = ?
                            AND subject IN (SELECT id FROM name WHERE text IN (SELECT value FROM json_each(?)))
                            AND action IN (SELECT id FROM name WHERE text IN (SELECT value FROM json_each(?))))
                    """), arguments: [at, actor, try Self.list(subjects), try Self.list(actions)])
        guard isTold == true else { throw tampered("\(what) was ended, and no record tells of it") }
    }

    /// As SQLite's `json_each` takes it.
    private static func list(_ texts: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
    }

    private func tampered(_ response: String) -> Failure { .tampered(path, response) }
}
