import BrokerModel
import Foundation
import GRDB
import Ledger
import Testing

@Suite("Decisions, pauses and heads of the branch")
struct DecisionTests {
    let fixture: LedgerFixture
    private static let plan = Digest(of: "a plan")
    private static let commit = String(repeating: "ab", count: 20)

    init() throws {
        fixture = try LedgerFixture()
    }

    /// A run that makes use of the approval.
    @discardableResult
    private func run(_ ledger: LedgerStore) async throws -> RunID {
        let plan = try await ledger.record(plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: "{}")
        return try await ledger.beginRun(
            plan: plan, commit: LedgerFixture.commit, actor: "ada", command: "apply", spending: Self.plan)
    }

    @Test("The newest decision on a plan holds until a run made use of it, over a restart, for its commit alone")
    func decisions() async throws {
        let ledger = try fixture.open()
        let approval = PlanDecision(
            plan: Self.plan, verdict: .approved, actor: "ada@a", reason: "looks good", allowedDeletes: 3)
        try await ledger.record(
            PlanDecision(plan: Self.plan, verdict: .rejected, actor: "bob@a"), on: LedgerFixture.commit)
        try await ledger.record(approval, on: LedgerFixture.commit)
        let again = try fixture.open()
        #expect(try await again.openDecisions(on: Self.commit) == [Self.plan: approval])
        #expect(try await again.openDecisions(on: String(repeating: "cd", count: 20)).isEmpty)
        try await run(again)
        #expect(try await again.openDecisions(on: Self.commit)[Self.plan]?.verdict == .rejected)
        #expect(try await again.verifyAuditChain().records == 3)
    }

    @Test("An approval that found another plan, and every decision once the branch moved, is void for good")
    func voided() async throws {
        let ledger = try fixture.open()
        let other = Digest(of: "another plan")
        func approve(_ plan: Digest) async throws {
            let decision = PlanDecision(plan: plan, verdict: .approved, actor: "ada@a")
            try await ledger.record(decision, on: LedgerFixture.commit)
        }
        try await approve(Self.plan)
        try await approve(other)
        try await ledger.void(approvalOf: Self.plan)
        #expect(try await ledger.openDecisions(on: Self.commit).keys.elementsEqual([other]))
        try await ledger.record(sighting: LedgerFixture.commit, by: "isobar@a")
        #expect(try await ledger.openDecisions(on: Self.commit).isEmpty)
        try await approve(other)
        try await ledger.record(sighting: LedgerFixture.commit, by: "isobar@a")
        #expect(try await ledger.openDecisions(on: Self.commit).count == 1)
    }

    @Test("A pause holds until its limit or until somebody ends it; a new one takes the place of the old")
    func pauses() async throws {
        let ledger = try fixture.open()
        let host = ChangeScope.host(try #require(HostName("waloop01")))
        let node = ChangeScope.node(try #require(CentreID("ca-eccc-msc")))
        func pause(_ scope: ChangeScope, _ reason: String, until seconds: Int64 = 1_000) -> Pause {
            Pause(scope: scope, actor: "ada@a", reason: reason, until: Timestamp(seconds: seconds))
        }
        try await ledger.record(pause(host, "first"))
        try await ledger.record(pause(host, "second"))
        try await ledger.record(pause(node, "third", until: 500))
        #expect(try await ledger.openPauses(at: Timestamp(seconds: 400)).map(\.reason) == ["second", "third"])
        #expect(try await ledger.openPauses(at: Timestamp(seconds: 500)).map(\.reason) == ["second"])
        try await ledger.resume(node, by: "bob@a")
        #expect(try await ledger.openPauses(at: Timestamp(seconds: 400)).map(\.scope) == [host])
        try await ledger.resume(.all, by: "bob@a")
        #expect(try await ledger.openPauses(at: Timestamp(seconds: 400)).isEmpty)
    }

    @Test("Where the branch was met last is known; meeting it there again adds nothing")
    func sightings() async throws {
        let ledger = try fixture.open()
        #expect(try await ledger.lastSighting() == nil)
        try await ledger.record(sighting: LedgerFixture.commit, by: "isobar@a")
        try await ledger.record(sighting: LedgerFixture.commit, by: "isobar@a")
        #expect(try await ledger.lastSighting() == Self.commit)
        #expect(try await ledger.verifyAuditChain().records == 1)
    }

    @Test("What was mended of late is known by resource and time; what git asked for is none of it")
    func heals() async throws {
        let ledger = try fixture.open()
        let run = try await run(ledger)
        var drifted = try LedgerFixture.step("a")
        drifted.cause = .drift
        let journal = RunJournal(ledger: ledger, run: run, actor: "ada")
        let pending = try LedgerFixture.step("b")
        var failing = try LedgerFixture.step("c")
        failing.cause = .drift
        for (step, outcome) in [(drifted, "succeeded"), (pending, "succeeded"), (failing, "failed")] {
            try await journal.recordIntent(step)
            try await journal.recordEnd(step, outcome: outcome, code: nil, detail: nil)
        }
        #expect(try await ledger.heals(since: 0).map(\.resource) == [drifted.resource])
        #expect(try await ledger.heals(since: Timestamp(seconds: 1_000)).isEmpty)
    }

    @Test("A commit that was given up is known as such, until a run of it is begun anew")
    func givenUp() async throws {
        let ledger = try fixture.open()
        let commit = try #require(CommitID(Self.commit))
        #expect(try await !ledger.isGivenUp(commit))
        let failed = try await run(ledger)
        try await ledger.endRun(failed, actor: "ada", outcome: .failed)
        try await ledger.note("give-up", "commit/\(commit)", by: "isobar@a", outcome: "gave up mending", detail: nil)
        #expect(try await !ledger.isGivenUp(commit))
        try await ledger.note("give-up", "commit/\(commit)", by: "isobar@a", outcome: "gave up", detail: nil)
        #expect(try await ledger.isGivenUp(commit))
        _ = try await run(ledger)
        #expect(try await !ledger.isGivenUp(commit))
    }

    @Test("A fight is open until its resource is as it should, or somebody says to begin anew")
    func fights() async throws {
        let ledger = try fixture.open()
        let (first, second) = ("waloop01/file/etc/a", "waloop02/file/etc/a")
        func note(_ action: String, _ subject: String, _ outcome: String) async throws {
            try await ledger.note(action, subject, by: "isobar@a", outcome: outcome, detail: nil)
        }
        func open() async throws -> [String] { try await ledger.openFights().map(\.description).sorted() }
        for resource in [first, second] {
            try await note("drift", resource, "seen")
            try await note("brake", resource, "left alone")
        }
        #expect(try await open() == [first, second])
        try await note("drift", first, "gone")
        #expect(try await open() == [second])
        try await ledger.resume(try #require(ChangeScope("host/waloop01")), by: "ada@a")
        #expect(try await open() == [second])
        try await ledger.resume(try #require(ChangeScope("host/waloop02")), by: "ada@a")
        #expect(try await open() == [])
        try await note("brake", second, "left alone")
        #expect(try await open() == [second], "it began anew")
    }

    @Test("A plan is found by its digest")
    func plans() async throws {
        let ledger = try fixture.open()
        let plan = try await ledger.record(
            plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: #"{"a": 1}"#)
        #expect(try await ledger.plan(Digest(of: "plan")) == nil, "nobody applied it, and no record proves it")
        _ = try await ledger.beginRun(plan: plan, commit: LedgerFixture.commit, actor: "ada", command: "apply")
        // One that somebody put beside it.
        _ = try await ledger.record(plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: "{}")
        #expect(try await ledger.plan(Digest(of: "plan")) == #"{"a": 1}"#)
        #expect(try await ledger.plan(Digest(of: "other")) == nil)
    }

    @Test(
        "Decided is decided: rows are neither deleted nor changed, and closed once",
        arguments: [
            "DELETE FROM decision", "DELETE FROM pause", "DELETE FROM sighting", "UPDATE sighting SET seen_at = 0",
            "UPDATE decision SET actor = 1", "UPDATE decision SET allowed_deletes = 99",
            "UPDATE decision SET run_id = 1",
            "UPDATE decision SET voided_at = 9",
            "UPDATE pause SET until = 0", "UPDATE pause SET ended_at = 9, ended_by = 1",
        ])
    func appendOnly(sql: String) async throws {
        let ledger = try fixture.open()
        try await ledger.record(
            PlanDecision(plan: Self.plan, verdict: .approved, actor: "ada"), on: LedgerFixture.commit)
        try await run(ledger)
        try await ledger.record(Pause(scope: .all, actor: "ada", reason: "x", until: Timestamp(seconds: 99)))
        try await ledger.resume(.all, by: "ada")
        try await ledger.record(sighting: LedgerFixture.commit, by: "ada")
        #expect(throws: DatabaseError.self) {
            try DatabaseQueue(path: fixture.path).write { try $0.execute(sql: sql) }
        }
    }
}
