import BrokerModel
import Foundation
import History
import Testing

@testable import Ledger

@Suite("Pruning what an export holds")
struct PruningTests {
    private let past: PastFixture
    private var export: String { past.fixture.directory + "/audit.jsonl" }

    /// Everything is older than this; the fixture's clock counts seconds since 1970.
    private static let later = Timestamp(seconds: 1_000_000)

    init() async throws {
        past = try await PastFixture()
    }

    @Test("Old records go, the chain holds, what is current stays, and the export has the rest")
    func prune() async throws {
        try await past.export(to: export)
        let ledger = past.ledger
        let (state, applied) = (try await ledger.state(at: 5), try await ledger.lastApplied())
        #expect(try await ledger.runs(limit: 9).map(\.isPruned) == [false, false])
        let head = try await ledger.auditHead()
        let result = try await ledger.prune(exported: [export], before: Self.later, actor: "ada@a")
        #expect(result.last == head)
        #expect(result.records == 10 && result.steps == 2 && result.observations == 2 && result.texts > 0)
        // The newest look at each host stays, and the run by which something counts as applied.
        #expect(result.looks == 6 && result.runs == 1)
        #expect(try await ledger.runs(limit: 9).map(\.isPruned) == [true])
        let found = try await ledger.verifyAuditChain(
            knowing: NotedHeads(given: [head, AuditPlace(sequence: 2, hash: Digest(of: "x"))]))
        #expect(found.records == 1 && found.start == head && found.prunedHeads == 1)
        #expect(try await ledger.state(at: 5).hosts.map(\.resources.count) == state.hosts.map(\.resources.count))
        #expect(try await ledger.lastApplied() == applied)

        // It goes on, the export is continued, and all of it comes back.
        try await past.look(image: "x:3", at: 5)
        try await past.run("c", at: 5)
        try await past.look(image: nil, at: 6)
        #expect(try await ledger.verifyAuditChain().runs == 1)
        #expect(try await ledger.runs(limit: 1).first?.id == RunID(3))
        #expect(try await ledger.runs(limit: 9).map(\.isPruned) == [false, true])
        try await past.export(to: export)
        let copy = try LedgerFixture().open()
        let imported = try await copy.importAudit(from: export)
        #expect(imported.runs == 3 && imported.observations == 4)
        let again = try await ledger.prune(exported: [export], before: Self.later, actor: "ada@a")
        #expect(again.records > 0 && again.last.sequence > head.sequence)
        #expect(try await ledger.verifyAuditChain().start == again.last)
    }

    @Test("Before and after it, the records of a commit are all that its runs did")
    func ofACommit() async throws {
        let commit = HistoryFilter(commit: String(repeating: "ab", count: 4), limit: 100)
        let entries = try await past.ledger.auditEntries(matching: commit)
        #expect(Set(entries.map(\.action)).isSuperset(of: ["apply", "end"]), "\(entries.map(\.action))")
        #expect(try await past.ledger.firstRecordAfterPruning() == nil)
        try await past.export(to: export)
        _ = try await past.ledger.prune(exported: [export], before: Self.later, actor: "ada@a")
        #expect(try await past.ledger.firstRecordAfterPruning() != nil)
        #expect(try await past.ledger.auditEntries(matching: commit).isEmpty)
    }

    @Test("Not while a run is at hand")
    func openRun() async throws {
        try await past.export(to: export)
        let plan = try await past.ledger.record(plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: "{}")
        _ = try await past.ledger.beginRun(plan: plan, commit: LedgerFixture.commit, actor: "ada@a", command: "apply")
        let failure = await #expect(throws: Failure.self) {
            try await past.ledger.prune(exported: [export], before: Self.later, actor: "ada@a")
        }
        #expect(failure?.code == .ledgerBusy)
        _ = try await past.ledger.closeAbandonedRuns()
        #expect(try await past.ledger.prune(exported: [export], before: Self.later, actor: "ada@a").records == 10)
    }

    @Test("No run is taken apart, and what is younger stays")
    func boundaries() async throws {
        let begun = try await past.ledger.auditPlace(2)
        try await past.export(to: export)
        let whole = try String(contentsOfFile: export, encoding: .utf8).split(separator: "\n")
        // Up to the second record: the first run has begun, and not ended.
        let cut = try #require(whole.firstIndex { $0.hasPrefix("{\"record\"") && $0.contains("\"sequence\":2,") })
        let short = past.fixture.directory + "/short.jsonl"
        try (whole[...cut].joined(separator: "\n") + "\n").write(toFile: short, atomically: true, encoding: .utf8)
        #expect(try ExportFile.end(of: short).place == begun)
        let first = try await past.ledger.prune(exported: [short], before: Self.later, actor: "ada@a")
        #expect(first.last.sequence == 1 && first.runs == 0)
        let none = try await past.ledger.prune(exported: [export], before: Timestamp(seconds: 1), actor: "ada@a")
        #expect(none.records == 0)
        _ = try await past.ledger.verifyAuditChain()
    }

    @Test("An export that was changed, or of another ledger, removes nothing", arguments: [true, false])
    func refused(isChanged: Bool) async throws {
        let other = try await PastFixture()
        let path = other.fixture.directory + "/audit.jsonl"
        try await (isChanged ? past : other).export(to: path)
        if isChanged {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try text.replacing("it said no", with: "it said so", maxReplacements: 1)
                .write(toFile: path, atomically: true, encoding: .utf8)
        } else {
            try await other.ledger.note("heal", "x", by: "eve", outcome: "asked", detail: nil)
            try await other.export(to: path)
        }
        await #expect(throws: Failure.self) {
            try await past.ledger.prune(exported: [path], before: Self.later, actor: "ada@a")
        }
        #expect(try await past.ledger.verifyAuditChain().records == 10)
        let left = try FileManager.default.contentsOfDirectory(atPath: past.fixture.directory)
        #expect(!left.contains { $0.contains(".prune") }, "\(left)")
    }

    @Test(
        "After it, too, what is changed is found",
        arguments: [
            "UPDATE observation SET valid_from = valid_from - 1", "DELETE FROM segment", "DELETE FROM observation",
            "UPDATE segment SET last_observation = 0", "UPDATE segment SET hash = zeroblob(32)",
            "UPDATE audit SET detail = NULL", "UPDATE segment SET last_run = 50", "UPDATE segment SET last_look = 0",
            "UPDATE segment SET pruned_at = NULL", "UPDATE applied SET digest = zeroblob(32)", "DELETE FROM applied",
            "UPDATE run SET started_at = started_at - 1", "UPDATE run SET actor = outcome",
            "UPDATE \"commit\" SET summary = 'another'", "UPDATE coverage SET looked_at = looked_at - 1",
            "UPDATE plan SET observed_at = 1",
            "INSERT INTO token VALUES (99, 1, 1, randomblob(32), 1, 1, NULL, NULL, NULL)",
            """
            INSERT INTO decision (plan_digest, commit_id, verdict, actor, decided_at)
            VALUES (randomblob(32), (SELECT max(id) FROM "commit"), 1, 1, 1)
            """,
            "INSERT INTO pause (scope, actor, reason, begun_at, until) VALUES (1, 1, (SELECT max(id) FROM blob), 1, 2)",
            """
            INSERT INTO step (run_id, step, resource, action, cause, intended_at)
            SELECT min(id), 1, 1, 1, 1, 1 FROM run
            """,
        ])
    func tampering(sql: String) async throws {
        try await past.export(to: export)
        _ = try await past.ledger.prune(exported: [export], before: Self.later, actor: "ada@a")
        try past.tamper(sql)
        let failure = await #expect(throws: Failure.self) { try await past.ledger.verifyAuditChain() }
        #expect(failure?.code == .ledgerTampered, "\(failure?.description ?? "")")
    }
}
