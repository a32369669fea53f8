import BrokerModel
import Foundation
import GRDB
import Synchronization
import Testing

@testable import Ledger

@Suite("Taking the audit chain out, and in")
struct ExchangeTests {
    let fixture: LedgerFixture
    let ledger: LedgerStore

    init() async throws {
        fixture = try LedgerFixture()
        ledger = try fixture.open()
        try await run("a", outcome: .succeeded)
        try await ledger.note(
            "heal", "host/waloop01", by: "isobar", outcome: "asked", detail: "drift \u{1F30D} \"x\"\n")
    }

    private func run(_ name: String, outcome: RunOutcome?) async throws {
        let plan = try await ledger.record(
            plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: "{\"formatVersion\": 1}")
        let run = try await ledger.beginRun(plan: plan, commit: LedgerFixture.commit, actor: "ada@a", command: "apply")
        let journal = RunJournal(ledger: ledger, run: run, actor: "ada@a")
        let step = try LedgerFixture.step(name)
        try await journal.recordIntent(step)
        guard let outcome else { return }
        try await journal.recordEnd(step, outcome: "failed", code: "command-failed", detail: "it said no")
        try await ledger.endRun(run, actor: "ada@a", outcome: outcome)
    }

    /// The lines of an export.
    private func export(after place: AuditPlace? = nil, isContinued: Bool = false) async throws -> [String] {
        let bytes = Mutex<[UInt8]>([])
        _ = try await ledger.exportAudit(after: place, isContinued: isContinued) { line in
            bytes.withLock { $0 += line }
        }
        return bytes.withLock { String(decoding: $0, as: UTF8.self) }.split(separator: "\n").map(String.init)
    }

    private func file(_ lines: [String], torn: String = "") throws -> String {
        let path = fixture.directory + "/" + UUID().uuidString + ".jsonl"
        try (lines.map { $0 + "\n" }.joined() + torn).write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test("What was exported makes the same ledger: chain, runs, steps, plans")
    func roundTrip() async throws {
        let other = try LedgerFixture()
        let copy = try other.open()
        let result = try await copy.importAudit(from: file(export()))
        let last = try await ledger.auditPlace(4)
        #expect(result == ImportResult(records: 4, runs: 1, steps: 1, last: last))
        let (mine, theirs) = (try await ledger.verifyAuditChain(), try await copy.verifyAuditChain())
        #expect(mine == theirs && mine.records == 4)
        #expect(try await copy.run(RunID(1)) == ledger.run(RunID(1)))
        #expect(try await copy.plan(Digest(of: "plan")) == "{\"formatVersion\": 1}")
        // The chain goes on from there.
        try await copy.note("heal", "host/waloop01", by: "isobar", outcome: "asked", detail: nil)
        #expect(try await copy.verifyAuditChain().records == 5)
    }

    @Test("An export is continued after its last record, also one that was torn off, and gives the whole")
    func continued() async throws {
        let first = try await export()
        let path = try file(first, torn: "{\"record\":{\"sequence\":5,\"act")
        try await run("b", outcome: .failed)
        let end = try ExportFile.end(of: path)
        let place = try await ledger.auditPlace(4)
        #expect(end.place == place)
        #expect(end.size == first.map(\.utf8.count).reduce(first.count, +))
        let rest = try await export(after: end.place, isContinued: true)
        let whole = try await export()
        #expect(first + rest == whole)

        // Lines that lost their record are written again.
        let withoutLast = try file(Array(first.dropLast()))
        #expect(try ExportFile.end(of: withoutLast).place.sequence == 3)
        let again = try await export(after: ExportFile.end(of: withoutLast).place, isContinued: true)
        let last = try #require(first.last)
        #expect(again == [last] + rest)
    }

    @Test("A run that is open at the end of one export ends with the next")
    func openRun() async throws {
        try await run("b", outcome: nil)
        let first = try await file(export())
        _ = try await ledger.closeAbandonedRuns()
        let second = try await file(export(after: ExportFile.end(of: first).place))
        let copy = try LedgerFixture().open()
        #expect(try await copy.importAudit(from: first).runs == 2)
        let result = try await copy.importAudit(from: second)
        #expect(result.records == 1 && result.runs == 0 && result.steps == 1)
        #expect(try await copy.run(RunID(2)) == ledger.run(RunID(2)))
        #expect(try await copy.verifyAuditChain() == ledger.verifyAuditChain())
    }

    struct Change: Sendable, CustomTestStringConvertible {
        var name: String
        var from: String
        var to: String
        var code: FailureCode = .ledgerTampered
        var testDescription: String { name }
    }

    @Test(
        "A file that was changed is refused, and nothing of it stays",
        arguments: [
            Change(
                name: "actor", from: "\"record\":{\"action\":\"apply\",\"actor\":\"ada@a\"",
                to: "\"record\":{\"action\":\"apply\",\"actor\":\"eve@a\""),
            Change(
                name: "detail", from: "\"detail\":\"it said no\",\"encoding\"",
                to: "\"detail\":\"it said so\",\"encoding\""),
            Change(name: "sequence", from: "\"sequence\":2", to: "\"sequence\":3"),
            Change(
                name: "damaged", from: "{\"record\":{\"action\":\"end\"", to: "{\"record\":{\"action\":",
                code: .exportUnusable),
            Change(name: "another format", from: "\"isobar-audit\"", to: "\"x\"", code: .exportUnusable),
            Change(
                name: "a later format", from: "\"formatVersion\":1,\"prev", to: "\"formatVersion\":2,\"prev",
                code: .exportUnusable),
            Change(name: "begins later", from: "{\"after\":0", to: "{\"after\":7", code: .exportUnusable),
        ])
    func tampered(_ change: Change) async throws {
        let lines = try await export()
        let whole = lines.joined(separator: "\n")
        #expect(whole.contains(change.from), "\(whole)")
        let changed = whole.replacing(change.from, with: change.to, maxReplacements: 1)
        let path = try file(changed.split(separator: "\n").map(String.init))
        let copy = try LedgerFixture().open()
        let failure = await #expect(throws: Failure.self) { try await copy.importAudit(from: path) }
        #expect(failure?.code == change.code, "\(failure?.description ?? "")")
        #expect(try await copy.verifyAuditChain().records == 0)
        #expect(try await copy.runs(limit: 1).isEmpty)
    }

    @Test("A removed line is noticed; an import into a ledger with a history of its own is refused")
    func misplaced() async throws {
        let lines = try await export()
        let copy = try LedgerFixture().open()
        let without = try file(lines.enumerated().filter { $0.offset != 2 }.map(\.element))
        await #expect(throws: Failure.self) { try await copy.importAudit(from: without) }
        let whole = try file(lines)
        _ = try await copy.importAudit(from: whole)
        let failure = await #expect(throws: Failure.self) { try await copy.importAudit(from: whole) }
        #expect(failure?.code == .exportUnusable)
    }

    @Test("An export of another ledger is not continued")
    func another() async throws {
        let other = try LedgerFixture().open()
        try await other.note("heal", "host/waloop01", by: "isobar", outcome: "asked", detail: nil)
        let place = try await other.auditPlace(1)
        let failure = await #expect(throws: Failure.self) { try await export(after: place, isContinued: true) }
        #expect(failure?.code == .exportUnusable)
    }

    @Test("An excerpt has the records a filter lets through, and is neither continued nor imported")
    func excerpt() async throws {
        let bytes = Mutex<[UInt8]>([])
        let result = try await ledger.exportAudit(matching: HistoryFilter(actor: "isobar")) { line in
            bytes.withLock { $0 += line }
        }
        #expect(result == ExportResult(records: 1, last: 4))
        let lines = bytes.withLock { String(decoding: $0, as: UTF8.self) }.split(separator: "\n").map(String.init)
        #expect(lines.count == 2)
        let path = try file(lines)
        #expect(throws: Failure.self) { try ExportFile.end(of: path) }
        let copy = try LedgerFixture().open()
        await #expect(throws: Failure.self) { try await copy.importAudit(from: path) }
    }
}
