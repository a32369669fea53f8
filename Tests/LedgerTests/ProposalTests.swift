import BrokerModel
import Foundation
import GRDB
import Ledger
import Testing

@Suite("Plans that people were shown")
struct ProposalTests {
    let fixture: LedgerFixture
    private static let plan = Digest(of: "a plan")

    init() throws {
        fixture = try LedgerFixture()
    }

    private func propose(_ plan: Digest, _ outcome: String, _ body: String, in ledger: LedgerStore) async throws {
        try await ledger.record(
            proposed: plan, of: LedgerFixture.commit, by: "ada@a", outcome: outcome, summary: "1 to create\nand more",
            body: body)
    }

    @Test("A plan is kept whole, whatever becomes of it; its record tells what it does in a line")
    func kept() async throws {
        let ledger = try fixture.open()
        try await propose(Self.plan, "waits", "{\n  \"digest\": 1\n}\n", in: ledger)
        try await ledger.record(
            PlanDecision(plan: Self.plan, verdict: .rejected, actor: "bob@a", reason: "not today"), on: LedgerFixture.commit)
        let again = try fixture.open()
        #expect(try await again.plan(Self.plan) == "{\n  \"digest\": 1\n}\n")
        #expect(try await again.plan(Digest(of: "another")) == nil)
        let entries = try await again.auditEntries()
        #expect(entries.map(\.action) == ["reject", "propose"])
        #expect(entries.last?.detail == "1 to create" && entries.last?.outcome == "waits")
        #expect(entries.last?.commit == String(repeating: "ab", count: 20))
        #expect(try await again.verifyAuditChain().records == 2)
    }

    @Test("What was shown already is no news, until something became of it")
    func repeated() async throws {
        let ledger = try fixture.open()
        for body in ["1", "2"] { try await propose(Self.plan, "shown", body, in: ledger) }
        #expect(try await ledger.plan(Self.plan) == "1")
        try await propose(Self.plan, "waits", "3", in: ledger)
        try await ledger.record(PlanDecision(plan: Self.plan, verdict: .rejected, actor: "bob@a"), on: LedgerFixture.commit)
        try await propose(Self.plan, "waits", "4", in: ledger)
        #expect(try await ledger.plan(Self.plan) == "4")
        #expect(try await ledger.auditEntries().map(\.outcome) == ["waits", "rejected", "waits", "shown"])
    }

    @Test("Of another commit it is news; what was done last with it, shown or applied, is what is told")
    func newest() async throws {
        let ledger = try fixture.open()
        let plan = try LedgerFixture.plan()
        try await propose(plan.digest, "waits", "waits", in: ledger)
        let number = try await ledger.record(plan: plan, commit: LedgerFixture.commit, body: "applied")
        let run = try await ledger.beginRun(plan: number, commit: LedgerFixture.commit, actor: "ada@a", command: "apply")
        try await ledger.endRun(run, actor: "ada@a", outcome: .succeeded)
        #expect(try await ledger.plan(plan.digest) == "applied")
        var other = LedgerFixture.commit
        other.hash = Array(repeating: 0xCD, count: 20)
        for body in ["of another", "the same"] {
            try await ledger.record(
                proposed: plan.digest, of: other, by: "ada@a", outcome: "waits", summary: "1 to create", body: body)
        }
        #expect(try await ledger.plan(plan.digest) == "of another")
        #expect(try await ledger.appliedPlan(plan.digest) == "applied")
        #expect(try await ledger.appliedPlan(Self.plan) == nil)
    }

    @Test("One that was put in the place of another is found")
    func forged() async throws {
        let ledger = try fixture.open()
        try await propose(Self.plan, "waits", "true", in: ledger)
        try await propose(Digest(of: "another"), "waits", "false", in: ledger)
        let database = try DatabaseQueue(path: fixture.path)
        try await database.write { database in
            try database.execute(sql: "DROP TRIGGER audit_fixed")
            try database.execute(
                sql: "UPDATE audit SET detail = (SELECT detail FROM audit WHERE sequence = 2) WHERE sequence = 1")
        }
        try database.close()
        await #expect(throws: Failure.self) { try await ledger.verifyAuditChain() }
    }

    @Test("An export takes plans along")
    func exported() async throws {
        let ledger = try fixture.open()
        try await propose(Self.plan, "waits", "{}", in: ledger)
        let file = fixture.directory + "/audit.jsonl"
        _ = try await ledger.exportAudit(to: file)
        let other = try LedgerFixture()
        let copy = try other.open()
        _ = try await copy.importAudit(from: file)
        #expect(try await copy.plan(Self.plan) == "{}")
    }

    @Test("Plans are found by the first digits of their digests, applied ones and others")
    func found() async throws {
        let ledger = try fixture.open()
        try await propose(Self.plan, "shown", "{}", in: ledger)
        _ = try await ledger.record(plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: "{}")
        func digits(_ plan: Digest, _ count: Int) -> String { String("\(plan)".dropFirst(7).prefix(count)) }
        #expect(try await ledger.plans(beginningWith: digits(Self.plan, 8), limit: 2) == [Self.plan])
        #expect(try await ledger.plans(beginningWith: digits(Self.plan, 64), limit: 2) == [Self.plan])
        #expect(try await ledger.plans(beginningWith: digits(Digest(of: "plan"), 9), limit: 2) == [Digest(of: "plan")])
        #expect(try await ledger.plans(beginningWith: digits(Digest(of: "none"), 9), limit: 2).isEmpty)
        #expect(try await ledger.plans(beginningWith: "no digits", limit: 2).isEmpty)
    }
}
