public import BrokerModel
import Foundation
import GRDB

extension LedgerStore {
    /// The action of records that keep a plan as people were shown it.
    static let proposing = "propose"

    /// Keeps a plan that a person is to decide on, or was shown: in the audit chain
    /// itself, which proves it and takes it along wherever records go.
    ///
    /// Nothing is recorded where the last that is known of this plan is that it was
    /// shown, of the same commit.
    ///
    /// - Parameters:
    ///   - outcome: `waits` or `shown`.
    ///   - summary: in a line.
    ///   - body: the plan as JSON, in the format of the contract.
    public func record(
        proposed plan: Digest, of commit: CommitRecord, by actor: String, outcome: String, summary: String, body: String
    ) async throws {
        try await write("record a plan") { transaction in
            let subject = "plan/\(plan)"
            let last = try Row.fetchOne(
                transaction.database,
                sql: """
                    SELECT action.text AS action, outcome.text AS outcome, audit.commit_id FROM audit
                    JOIN name action ON action.id = audit.action JOIN name outcome ON outcome.id = audit.outcome
                    WHERE audit.subject = (SELECT id FROM name WHERE text = ?) ORDER BY audit.sequence DESC LIMIT 1
                    """, arguments: [subject])
            let number = try transaction.commit(commit)
            if let last, last["action"] == Self.proposing, last["outcome"] == outcome, last["commit_id"] == number { return }
            try transaction.audit(
                actor: actor, action: Self.proposing, subject: subject, commit: commit, outcome: outcome,
                detail: summary.prefix { !$0.isNewline } + "\n" + body)
        }
    }

    /// A plan as it was kept last, applied or shown, as JSON; nil when there is none.
    public func plan(_ digest: Digest) async throws -> String? {
        try await read("read a plan") { database in
            let applied = try Self.appliedPlan(digest, in: database)
            let shown = try Row.fetchOne(
                database,
                sql: """
                    SELECT audit.sequence, blob.size AS body_size, blob.encoding AS body_encoding,
                        blob.content AS body_content
                    FROM audit JOIN blob ON blob.id = audit.detail
                    WHERE audit.subject = (SELECT id FROM name WHERE text = ?)
                        AND audit.action = (SELECT id FROM name WHERE text = ?)
                    ORDER BY audit.sequence DESC LIMIT 1
                    """, arguments: ["plan/\(digest)", Self.proposing])
            let appliedAt: Int64? = applied?["sequence"]
            guard let shown, shown["sequence"] as Int64 > appliedAt ?? 0 else {
                return try applied.flatMap { try BlobEncoding.text($0, "body") }
            }
            return try BlobEncoding.text(shown, "body").map { Self.body(ofProposal: $0) }
        }
    }

    /// A plan as it was carried out last, as JSON; nil when it never was. One that no run
    /// has is nobody's: the record of a run's end covers its plan.
    public func appliedPlan(_ digest: Digest) async throws -> String? {
        try await read("read a plan") { database in
            try Self.appliedPlan(digest, in: database).flatMap { try BlobEncoding.text($0, "body") }
        }
    }

    private static func appliedPlan(_ digest: Digest, in database: Database) throws -> Row? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT blob.size AS body_size, blob.encoding AS body_encoding, blob.content AS body_content,
                    (SELECT max(audit.sequence) FROM run JOIN audit ON audit.run_id = run.id
                        WHERE run.plan_id = plan.id) AS sequence
                FROM plan JOIN blob ON blob.id = plan.body
                WHERE plan.digest = ? AND EXISTS (SELECT 1 FROM run WHERE run.plan_id = plan.id)
                ORDER BY plan.id DESC LIMIT 1
                """, arguments: [digest.data])
    }

    /// The digests of plans that are kept and begin so.
    ///
    /// - Parameter digits: hexadecimal, 1 to 64.
    /// - Returns: no more than `limit`.
    public func plans(beginningWith digits: String, limit: Int) async throws -> [Digest] {
        guard let range = CommitPrefix(digits) else { return [] }
        return try await read("find a plan") { database in
            let applied = try Data.fetchAll(
                database, sql: "SELECT DISTINCT digest FROM plan WHERE digest >= ? AND digest < ? LIMIT ?",
                arguments: [range.first, range.end, limit]
            ).map(Data32.digest)
            // The character after the highest digit ends the range of names.
            let proposed = try String.fetchAll(
                database,
                sql: """
                    SELECT name.text FROM name WHERE name.text >= ? AND name.text < ? AND EXISTS (
                        SELECT 1 FROM audit WHERE audit.subject = name.id
                            AND audit.action = (SELECT id FROM name WHERE text = ?))
                    LIMIT ?
                    """, arguments: ["plan/sha256:\(digits)", "plan/sha256:\(digits)g", Self.proposing, limit]
            ).compactMap { Digest(String($0.dropFirst("plan/".count))) }
            return Array((applied + proposed.filter { !applied.contains($0) }).prefix(limit))
        }
    }

    private static func body(ofProposal text: String) -> String {
        String(text.drop { !$0.isNewline }.dropFirst())
    }
}
