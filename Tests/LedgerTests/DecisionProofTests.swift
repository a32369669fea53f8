import BrokerModel
import GRDB
import Testing

@testable import Ledger

@Suite("What people decided is proven by the chain")
struct DecisionProofTests {
    private let past: PastFixture
    private let ledger: LedgerStore

    /// One of each that is open, and one that is not.
    init() async throws {
        past = try await PastFixture()
        ledger = past.ledger
        let commit = LedgerFixture.commit
        try await ledger.record(sighting: commit, by: "isobar")
        for (name, verdict) in [("first", PlanDecision.Verdict.approved), ("second", .rejected)] {
            try await ledger.record(
                PlanDecision(plan: Digest(of: name), verdict: verdict, actor: "ada", reason: "seen", allowedDeletes: 3),
                on: commit)
        }
        let next = CommitRecord(hash: Array(repeating: 0xCD, count: 20), author: "Bob", authoredAt: 2, summary: "Next")
        try await ledger.record(sighting: next, by: "isobar")
        try await ledger.record(
            PlanDecision(plan: Digest(of: "third"), verdict: .approved, actor: "ada", reason: nil), on: next)
        let node = try #require(CentreID("ca-eccc-msc"))
        for scope in [ChangeScope.all, .node(node)] {
            try await ledger.record(Pause(scope: scope, actor: "ada", reason: "work", until: Timestamp(seconds: 9_000)))
        }
        try await ledger.resume(.node(node), by: "bob")
        for name in ["grace", "hal"] {
            try await ledger.addToken(
                named: name, role: .viewer, hash: Digest(of: name), expiresAt: Timestamp(seconds: 9_000), by: "ada")
        }
        try await ledger.revokeToken(named: "hal", by: "ada")
        for held in [nil, node] {
            let commit = try #require(CommitID(String(repeating: "ab", count: 20)))
            try await ledger.record(
                Pin(run: 1, commit: commit, node: held, head: commit, actor: "ada", reason: "worse"), at: LedgerFixture.commit,
                head: LedgerFixture.commit)
        }
        _ = try await ledger.endPins(of: node, by: "bob")
        // After all that made earlier ones void.
        try await ledger.record(
            PlanDecision(plan: Digest(of: "fourth"), verdict: .approved, actor: "ada", reason: "now"), on: next)
    }

    @Test("As it was written, it holds")
    func intact() async throws {
        #expect(try await ledger.verifyAuditChain().records > 20)
        let plan = try await ledger.record(plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: "{}")
        _ = try await ledger.beginRun(
            plan: plan, commit: LedgerFixture.commit, actor: "ada", command: "apply", spending: Digest(of: "fourth"))
        _ = try await ledger.endPins(by: "bob")
        try await ledger.resume(.all, by: "bob")
        #expect(try await ledger.verifyAuditChain().records > 22)
    }

    @Test(
        "What nobody decided, or decided otherwise, is found",
        arguments: [
            """
            INSERT INTO decision (plan_digest, commit_id, verdict, actor, decided_at)
            SELECT zeroblob(32), commit_id, verdict, actor, decided_at FROM decision WHERE id = 1
            """,
            "UPDATE decision SET actor = (SELECT id FROM name WHERE text = 'bob') WHERE id = 4",
            "UPDATE decision SET verdict = (SELECT verdict FROM decision WHERE id = 1) WHERE id = 2",
            "UPDATE decision SET allowed_deletes = 4 WHERE id = 1", "UPDATE decision SET reason = NULL WHERE id = 1",
            "UPDATE decision SET decided_at = decided_at + 1 WHERE id = 3",
            "UPDATE decision SET commit_id = (SELECT commit_id FROM decision WHERE id = 1) WHERE id = 3",
            // Void by a new head, and by a rollback.
            "UPDATE decision SET voided_at = NULL WHERE id = 1", "UPDATE decision SET voided_at = NULL WHERE id = 3",
            "INSERT INTO pause (scope, actor, reason, begun_at, until) SELECT scope, actor, reason, begun_at + 1, until FROM pause WHERE id = 1",
            "UPDATE pause SET until = until + 1000000 WHERE id = 1", "UPDATE pause SET actor = ended_by WHERE id = 2",
            "UPDATE pause SET ended_by = NULL, ended_at = NULL WHERE id = 2",
            "UPDATE pause SET ended_by = actor, ended_at = 7 WHERE id = 1",
            "INSERT INTO token (name, role, hash, created_by, created_at) SELECT actor, role, zeroblob(32), created_by, created_at FROM token, pause LIMIT 1",
            "UPDATE token SET hash = zeroblob(32) WHERE id = 1", "UPDATE token SET expires_at = NULL WHERE id = 1",
            "UPDATE token SET role = (SELECT min(id) FROM name) WHERE id = 1",
            "UPDATE token SET revoked_by = NULL, revoked_at = NULL WHERE id = 2",
            "UPDATE token SET revoked_by = created_by, revoked_at = 7 WHERE id = 1",
            "INSERT INTO pin (run_id, commit_id, head_id, actor, pinned_at) SELECT run_id, commit_id, head_id, actor, 7 FROM pin WHERE id = 1",
            "UPDATE pin SET run_id = 2 WHERE id = 1", "UPDATE pin SET reason = NULL WHERE id = 1",
            "UPDATE pin SET ended_by = NULL, ended_at = NULL WHERE id = 2",
            "UPDATE pin SET ended_by = actor, ended_at = 7 WHERE id = 1",
            "INSERT INTO sighting (commit_id, seen_at) SELECT commit_id, 7 FROM sighting WHERE id = 1",
            "UPDATE sighting SET commit_id = (SELECT max(commit_id) FROM sighting) WHERE id = 1",
            // Who made a commit that was applied, when, and what it says.
            "UPDATE \"commit\" SET author = (SELECT id FROM name WHERE text = 'bob') WHERE id = (SELECT commit_id FROM run LIMIT 1)",
            "UPDATE \"commit\" SET authored_at = 7 WHERE id = (SELECT commit_id FROM run LIMIT 1)",
            "UPDATE \"commit\" SET summary = 'another' WHERE id = (SELECT commit_id FROM run LIMIT 1)",
            "UPDATE step SET kind = NULL WHERE run_id = 1",
        ])
    func forged(sql: String) async throws {
        try past.tamper(sql)
        let failure = await #expect(throws: Failure.self) { try await ledger.verifyAuditChain() }
        #expect(failure?.code == .ledgerTampered, "\(failure?.description ?? "")")
    }

    @Test("What earlier versions recorded of tokens and of the ends of runs is told apart")
    func earlier() {
        let until = Timestamp(seconds: 9_000)
        #expect(TokenRecord.earlierDetail(until) == "until \(until)" && TokenRecord.earlierDetail(nil) == nil)
        let digest = Digest(of: "x")
        #expect(RunSeal(endOf: "sealed \(digest)") == RunSeal(.rows, digest))
        #expect(RunSeal(endOf: "closed\nsealed-2 \(digest)") == RunSeal(.rowsAndCommit, digest))
        #expect(RunSeal(endOf: "sealed-3 \(digest)") == nil && RunSeal(endOf: "") == nil)
    }

    @Test("The end of a run as the version before recorded it is proven by what that covered")
    func earlierEnd() async throws {
        let plan = try await ledger.record(plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: "{}")
        let run = try await ledger.beginRun(plan: plan, commit: LedgerFixture.commit, actor: "ada", command: "apply")
        let journal = RunJournal(ledger: ledger, run: run, actor: "ada")
        try await journal.recordEnd(try LedgerFixture.step("z"), outcome: "succeeded", code: nil, detail: nil)
        try await ledger.write("end a run") { transaction in
            let digest = try SealedRows(transaction.database, NameTable(transaction.database))
                .digest(ofRun: run.number, .rows)
            try transaction.execute(
                "UPDATE run SET ended_at = ?, outcome = ? WHERE id = ?",
                [transaction.now.microseconds, try transaction.name("succeeded"), run.number])
            try transaction.audit(
                actor: "ada", action: "end", subject: "run/\(run)", run: run.number, outcome: "succeeded",
                detail: RunSeal(.rows, digest).text())
        }
        #expect(try await ledger.verifyAuditChain().runs == 3)
        try past.tamper("UPDATE step SET away_us = 1 WHERE run_id = \(run.number)")
        let failure = await #expect(throws: Failure.self) { try await ledger.verifyAuditChain() }
        #expect(failure?.response.contains("run \(run), its plan or its steps") == true, "\(failure?.description ?? "")")
    }
}
