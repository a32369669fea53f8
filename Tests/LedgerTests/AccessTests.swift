import BrokerModel
import Foundation
import GRDB
import Ledger
import Testing

@Suite("Tokens, and what is held")
struct AccessTests {
    let fixture: LedgerFixture

    init() throws {
        fixture = try LedgerFixture()
    }

    @Test("A token is kept by its hash, is refused twice under one name, and is revoked for good")
    func tokens() async throws {
        let ledger = try fixture.open()
        let hash = Digest(of: "what is shown")
        try await ledger.addToken(named: "ci", role: .operator, hash: hash, expiresAt: nil, by: "ada@test")
        let taken = await #expect(throws: Failure.self) {
            try await ledger.addToken(
                named: "ci", role: .viewer, hash: Digest(of: "other"), expiresAt: nil, by: "ada@test")
        }
        #expect(taken?.code == .nameTaken)
        let token = try #require(try await ledger.tokens().first)
        #expect(token.hash == hash && token.role == .operator && token.createdBy == "ada@test")
        #expect(token.isValid(at: token.createdAt))

        try await ledger.revokeToken(named: "ci", by: "bob@test")
        #expect(try await ledger.tokens().allSatisfy { !$0.isValid(at: $0.createdAt) })
        let gone = await #expect(throws: Failure.self) { try await ledger.revokeToken(named: "ci", by: "bob@test") }
        #expect(gone?.code == .notFound)
        // The name is free again, the old token is not.
        try await ledger.addToken(
            named: "ci", role: .admin, hash: Digest(of: "new"), expiresAt: token.createdAt, by: "ada@test")
        let again = try await ledger.tokens()
        #expect(again.count == 2 && again.allSatisfy { !$0.isValid(at: token.createdAt) })
        let entries = try await ledger.auditEntries(matching: HistoryFilter(limit: 10))
        #expect(entries.map(\.action) == ["create", "revoke", "create"])
        #expect(entries.allSatisfy { $0.subject == "token/ci" })
        _ = try await ledger.verifyAuditChain()
    }

    @Test(
        "What was written of a token or a pin is never deleted, and changed only by its end",
        arguments: [
            "DELETE FROM token", "UPDATE token SET role = name", "UPDATE token SET hash = zeroblob(32)",
            "UPDATE token SET revoked_at = NULL, revoked_by = NULL", "UPDATE token SET expires_at = 9",
        ])
    func kept(sql: String) async throws {
        let ledger = try fixture.open()
        try await ledger.addToken(
            named: "ci", role: .operator, hash: Digest(of: "x"), expiresAt: nil, by: "ada@test")
        try await ledger.revokeToken(named: "ci", by: "ada@test")
        #expect(throws: DatabaseError.self) {
            try DatabaseQueue(path: fixture.path).write { try $0.execute(sql: sql) }
        }
    }

    private static let node = CentreID("ca-eccc-msc")
    private static let held = CommitID(String(repeating: "ab", count: 20))
    private static let head = CommitID(String(repeating: "cd", count: 20))
    private static let headRecord = CommitRecord(
        hash: Array(repeating: 0xCD, count: 20), author: "Ada", authoredAt: 2, summary: "Break it")

    private static func pin(_ node: CentreID? = nil, reason: String? = nil) throws -> Pin {
        Pin(
            run: 1, commit: try #require(held), node: node, head: try #require(head), actor: "ada@test", reason: reason)
    }

    private func begun() async throws -> LedgerStore {
        let ledger = try fixture.open()
        let plan = try await ledger.record(plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: "{}")
        let run = try await ledger.beginRun(
            plan: plan, commit: LedgerFixture.commit, actor: "ada", command: LedgerStore.wholeApply)
        try await ledger.endRun(run, actor: "ada", outcome: .succeeded)
        return ledger
    }

    @Test("What is held survives a restart, gives way to what is held after it, and ends when a person says so")
    func pins() async throws {
        let ledger = try await begun()
        let node = try #require(Self.node)
        let ofNode = try Self.pin(node)
        let whole = try Self.pin(reason: "it was better")
        #expect(try await ledger.endPins(by: "ada") == false)
        try await ledger.record(ofNode, at: LedgerFixture.commit, head: Self.headRecord)
        try await ledger.record(ofNode, at: LedgerFixture.commit, head: Self.headRecord)
        #expect(try await fixture.open().openPins() == [ofNode])
        try await ledger.record(whole, at: LedgerFixture.commit, head: Self.headRecord)
        #expect(try await ledger.openPins() == [whole])
        try await ledger.record(ofNode, at: LedgerFixture.commit, head: Self.headRecord)
        #expect(try await ledger.openPins() == [whole, ofNode])
        #expect(try await ledger.endPins(of: node, by: "ada"))
        #expect(try await ledger.openPins() == [whole])
        try await ledger.endPins(ofHead: whole.commit.text, by: "isobar")
        #expect(try await ledger.openPins() == [whole])
        try await ledger.endPins(ofHead: whole.head.text, by: "isobar")
        #expect(try await ledger.openPins().isEmpty)
        _ = try await ledger.verifyAuditChain()
    }

    @Test("That something was gone back to keeps no old run from being pruned")
    func prunable() async throws {
        _ = try fixture.open()
        let tables = try await DatabaseQueue(path: fixture.path).read {
            try String.fetchAll($0, sql: "SELECT \"table\" FROM pragma_foreign_key_list('pin')")
        }
        #expect(!tables.isEmpty && !tables.contains("run"))
    }

    @Test("Who goes back voids what was decided on plans of the branch; the last success is found by its commit")
    func voided() async throws {
        let ledger = try await begun()
        let approval = PlanDecision(plan: Digest(of: "a plan"), verdict: .approved, actor: "ada@a")
        try await ledger.record(approval, on: Self.headRecord)
        #expect(try await ledger.openDecisions(on: try Self.pin().head.text).count == 1)
        try await ledger.record(try Self.pin(), at: LedgerFixture.commit, head: Self.headRecord)
        #expect(try await ledger.openDecisions(on: try Self.pin().head.text).isEmpty)
        #expect(try await ledger.lastSuccess(of: try Self.pin().commit.text) == RunID(1))
        #expect(try await ledger.lastSuccess(of: try Self.pin().head.text) == nil)
    }
}
