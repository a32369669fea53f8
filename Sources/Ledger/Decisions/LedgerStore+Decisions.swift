public import BrokerModel
import Foundation
import GRDB

extension PlanDecision {
    /// What the record of a decision says of it.
    static func detail(_ reason: String?, allowedDeletes: Int?) -> String {
        [reason, allowedDeletes.map { "up to \($0) deletions" }].compactMap { $0 }.joined(separator: "; ")
    }
}

extension LedgerStore {
    /// Records that the branch was met at a commit. The newest record is where
    /// it was last; meeting it there again adds none. What was decided on plans of
    /// the head before is void from then on.
    public func record(sighting commit: CommitRecord, by actor: String) async throws {
        try await write("record the head of the branch") { transaction in
            let number = try transaction.commit(commit)
            let last = try Int64.fetchOne(
                transaction.database, sql: "SELECT commit_id FROM sighting ORDER BY id DESC LIMIT 1")
            guard last != number else { return }
            try transaction.execute(
                "INSERT INTO sighting (commit_id, seen_at) VALUES (?, ?)", [number, transaction.now.microseconds])
            try transaction.execute(
                "UPDATE decision SET voided_at = ? WHERE run_id IS NULL AND voided_at IS NULL",
                [transaction.now.microseconds])
            try transaction.audit(
                actor: actor, action: "see", subject: "branch", commit: commit, outcome: "seen", detail: commit.summary)
        }
    }

    /// Where the branch was met last, as hexadecimal digits.
    public func lastSighting() async throws -> String? {
        try await read("read the head of the branch") { database in
            try Data.fetchOne(
                database,
                sql: """
                    SELECT "commit".hash FROM sighting JOIN "commit" ON "commit".id = sighting.commit_id
                    ORDER BY sighting.id DESC LIMIT 1
                    """
            ).map { Hexadecimal.text($0) }
        }
    }

    /// Records what a person decided on a plan of a commit.
    public func record(_ decision: PlanDecision, on commit: CommitRecord) async throws {
        try await write("record a decision") { transaction in
            let reason = try decision.reason.map { try transaction.blob($0) }
            let arguments: StatementArguments = [
                decision.plan.data, try transaction.commit(commit), try transaction.name(decision.verdict.rawValue),
                try transaction.name(decision.actor), reason, decision.allowedDeletes, transaction.now.microseconds,
            ]
            try transaction.execute(
                """
                INSERT INTO decision (plan_digest, commit_id, verdict, actor, reason, allowed_deletes, decided_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """, arguments)
            let action = decision.verdict == .approved ? "approve" : "reject"
            try transaction.audit(
                actor: decision.actor, action: action, subject: "plan/\(decision.plan)", commit: commit,
                outcome: decision.verdict.rawValue,
                detail: PlanDecision.detail(decision.reason, allowedDeletes: decision.allowedDeletes))
        }
    }

    /// Notes that an approval was never made use of, since there is another
    /// plan now: it does not come back to life with the plan.
    public func void(approvalOf plan: Digest) async throws {
        try await write("record that an approval is void") { transaction in
            try transaction.execute(
                """
                UPDATE decision SET voided_at = ? WHERE plan_digest = ? AND run_id IS NULL AND voided_at IS NULL
                    AND verdict = (SELECT id FROM name WHERE text = ?)
                """, [transaction.now.microseconds, plan.data, PlanDecision.Verdict.approved.rawValue])
        }
    }

    /// What was decided on plans of a commit, neither made use of nor void; of
    /// several on one plan the newest.
    ///
    /// - Parameter commit: hexadecimal digits.
    public func openDecisions(on commit: String) async throws -> [Digest: PlanDecision] {
        try await read("read the decisions") { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT decision.plan_digest, verdict.text AS verdict, actor.text AS actor, decision.allowed_deletes,
                        reason.size AS reason_size, reason.encoding AS reason_encoding, reason.content AS reason_content
                    FROM decision
                    JOIN "commit" ON "commit".id = decision.commit_id
                    JOIN name verdict ON verdict.id = decision.verdict
                    JOIN name actor ON actor.id = decision.actor
                    LEFT JOIN blob reason ON reason.id = decision.reason
                    WHERE lower(hex("commit".hash)) = ? AND decision.run_id IS NULL AND decision.voided_at IS NULL
                    ORDER BY decision.id
                    """, arguments: [commit])
            var decisions: [Digest: PlanDecision] = [:]
            while let row = try rows.next() {
                guard let verdict = PlanDecision.Verdict(rawValue: row["verdict"]) else { continue }
                let plan = try Data32.digest(row["plan_digest"])
                decisions[plan] = PlanDecision(
                    plan: plan, verdict: verdict, actor: row["actor"], reason: try BlobEncoding.text(row, "reason"),
                    allowedDeletes: row["allowed_deletes"])
            }
            return decisions
        }
    }

    /// Adds to the audit chain what the service decided or found by itself.
    public func note(
        _ action: String, _ subject: String, by actor: String, outcome: String, detail: String?
    ) async throws {
        try await write("record a decision") { transaction in
            try transaction.audit(actor: actor, action: action, subject: subject, outcome: outcome, detail: detail)
        }
    }
}

extension LedgerTransaction {
    /// Notes which run makes use of an approval.
    func spend(approvalOf plan: Digest, by run: Int64) throws {
        try execute(
            """
            UPDATE decision SET run_id = ? WHERE plan_digest = ? AND run_id IS NULL AND voided_at IS NULL
                AND verdict = (SELECT id FROM name WHERE text = ?)
            """, [run, plan.data, PlanDecision.Verdict.approved.rawValue])
    }
}
