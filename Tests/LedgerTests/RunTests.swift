import BrokerModel
import Ledger
import Testing

@Suite("Runs and their steps")
struct RunTests {
    let fixture: LedgerFixture
    let ledger: LedgerStore

    init() throws {
        fixture = try LedgerFixture()
        ledger = try fixture.open()
    }

    private func begin(_ ledger: LedgerStore) async throws -> RunID {
        let plan = try await ledger.record(plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: "{}")
        return try await ledger.beginRun(plan: plan, commit: LedgerFixture.commit, actor: "ada", command: "apply")
    }

    @Test("A run is read back as it was written")
    func roundTrip() async throws {
        let run = try await begin(ledger)
        let journal = RunJournal(ledger: ledger, run: run, actor: "ada")
        let done = try LedgerFixture.step("a")
        let broken = try LedgerFixture.step("b")
        let skipped = try LedgerFixture.step("c")
        try await journal.recordIntent(done)
        try await journal.recordIntent(broken)
        try await journal.recordEnd(done, outcome: "succeeded", code: nil, detail: nil)
        try await journal.recordEnd(broken, outcome: "failed", code: "image-missing", detail: String(repeating: "no ", count: 100))
        try await journal.recordEnd(skipped, outcome: "skipped", code: nil, detail: "b failed")
        try await ledger.endRun(run, actor: "ada", outcome: .failed)

        let detail = try #require(try await ledger.run(run))
        #expect(detail.summary.outcome == "failed")
        #expect(detail.summary.stepsSucceeded == 1)
        #expect(detail.summary.stepsFailed == 1)
        #expect(detail.summary.stepsSkipped == 1)
        #expect(detail.summary.commit == String(repeating: "ab", count: 20))
        #expect(detail.steps.map(\.outcome) == ["succeeded", "failed", "skipped"])
        #expect(detail.steps[1].detail == String(repeating: "no ", count: 100))
        #expect(detail.steps[0].changes == done.changes)
        #expect(detail.steps[2].intendedAt == nil)
    }

    @Test("Whose redundancy a step reduces is kept with it")
    func reduction() async throws {
        let run = try await begin(ledger)
        let journal = RunJournal(ledger: ledger, run: run, actor: "ada")
        let sets: [Redundancy?] = [Redundancy(role: .node, set: "a"), Redundancy(role: .broker, set: "emqx"), nil]
        for (name, set) in zip(["a", "emqx", "b"], sets) {
            try await journal.recordIntent(try LedgerFixture.step(name, reduces: set))
        }
        #expect(try #require(try await ledger.run(run)).steps.map(\.reduces) == sets)
    }

    @Test("An intent is in the file before its step ends")
    func intentIsDurable() async throws {
        let run = try await begin(ledger)
        try await RunJournal(ledger: ledger, run: run, actor: "ada").recordIntent(try LedgerFixture.step("a"))
        let other = try fixture.open()
        let steps = try #require(try await other.run(run)).steps
        #expect(steps.map(\.step) == ["waloop01/container/a#create"])
        #expect(steps[0].outcome == nil)
    }

    @Test("What a killed program left open is closed by the next run, as unknown")
    func abandonedRunIsClosed() async throws {
        let first = try await begin(ledger)
        try await RunJournal(ledger: ledger, run: first, actor: "ada").recordIntent(try LedgerFixture.step("a"))
        _ = try await begin(ledger)
        let detail = try #require(try await ledger.run(first))
        #expect(detail.summary.outcome == "abandoned")
        #expect(detail.steps.map(\.outcome) == ["unknown"])
    }

    @Test("Closing names what was at hand, and only that, and only once")
    func abandonedRunNamesWhatWasAtHand() async throws {
        let run = try await begin(ledger)
        let journal = RunJournal(ledger: ledger, run: run, actor: "ada")
        let done = try LedgerFixture.step("done")
        try await journal.recordIntent(done)
        try await journal.recordEnd(done, outcome: "succeeded", code: nil, detail: nil)
        try await journal.recordIntent(try LedgerFixture.step("b"))
        try await journal.recordIntent(try LedgerFixture.step("a"))

        let closed = try #require(try await fixture.open().closeAbandonedRuns().first)
        #expect(closed.id == run && closed.actor == "ada")
        #expect(closed.inFlight.map(\.resource) == ["waloop01/container/b", "waloop01/container/a"])
        #expect(closed.inFlight.allSatisfy { $0.action == "create" })
        #expect(try await ledger.closeAbandonedRuns().isEmpty)
        let detail = try #require(try await ledger.run(run))
        #expect(detail.summary.outcome == "abandoned" && detail.summary.endedAt != nil)
        #expect(detail.steps.map(\.outcome) == ["succeeded", "unknown", "unknown"])
        #expect(try await ledger.verifyAuditChain().records == 3)
    }

    @Test("A run that ended is left as it is")
    func endedRunIsNotAbandoned() async throws {
        let run = try await begin(ledger)
        try await ledger.endRun(run, actor: "ada", outcome: .interrupted)
        #expect(try await ledger.closeAbandonedRuns().isEmpty)
        #expect(try #require(try await ledger.run(run)).summary.outcome == "interrupted")
    }

    @Test("Intents that wait together are all written")
    func batching() async throws {
        let run = try await begin(ledger)
        let journal = RunJournal(ledger: ledger, run: run, actor: "ada")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                let step = try LedgerFixture.step("n\(number)")
                group.addTask {
                    try await journal.recordIntent(step)
                    try await journal.recordEnd(step, outcome: "succeeded", code: nil, detail: nil)
                }
            }
            try await group.waitForAll()
        }
        let detail = try #require(try await ledger.run(run))
        #expect(detail.summary.stepsSucceeded == 200)
        #expect(try await ledger.verifyAuditChain().records == 201)
    }

    @Test("What was applied stands until it is replaced or removed")
    func applied() async throws {
        let run = try await begin(ledger)
        let address = try LedgerFixture.step("a").resource
        try await ledger.recordApplied([address: Digest(of: "1")], removed: [], by: run)
        #expect(try await ledger.lastApplied() == [address: Digest(of: "1")])
        try await ledger.recordApplied([address: Digest(of: "2")], removed: [], by: run)
        #expect(try await ledger.lastApplied() == [address: Digest(of: "2")])
        try await ledger.recordApplied([:], removed: [address], by: run)
        #expect(try await ledger.lastApplied().isEmpty)
    }

    @Test("The last applied commit is that of the last run that succeeded")
    func lastAppliedCommit() async throws {
        #expect(try await ledger.lastAppliedCommit() == nil)
        let run = try await begin(ledger)
        try await ledger.endRun(run, actor: "ada", outcome: .failed)
        #expect(try await ledger.lastAppliedCommit() == nil)
        let next = try await begin(ledger)
        try await ledger.endRun(next, actor: "ada", outcome: .succeeded)
        #expect(try await ledger.lastAppliedCommit() == String(repeating: "ab", count: 20))
    }
}
