import BrokerModel
import Foundation
import TestSupport
import Testing

@testable import Commands
@testable import Ledger

@Suite("isobar show")
struct RunTextTests {
    private let detail: RunDetail

    init() async throws {
        let directory = GitFixture.temporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let ledger = try LedgerStore(path: directory + "/isobar.sqlite") { Timestamp(seconds: 7) }
        let commit = CommitRecord(
            hash: Array(repeating: 0xAB, count: 20), author: "Ada <ada@example.org>", authoredAt: 1, summary: "Bump")
        let address = try #require(ResourceAddress("waloop01/file/home/gb/ca-eccc-msc.env"))
        let step = Step(
            id: StepID("\(address)#update"), resource: address, action: .update, verb: "put", cause: .pending,
            changes: [
                FieldChange(field: "mode", from: "644", to: "600"),
                FieldChange(field: "content", from: nil, to: nil, diff: "@@ -1 +1 @@\n-TZ=UTC\n+TZ=CET\n"),
            ], reason: "another zone")
        let broker = try #require(CentreID("xx-example-global-broker"))
        let plan = Plan(
            digest: Digest(of: "plan"), commit: String(repeating: "ab", count: 20), broker: broker, observedAt: 5,
            steps: [step])
        let number = try await ledger.record(plan: plan, commit: commit, body: "{}")
        let run = try await ledger.beginRun(plan: number, commit: commit, actor: "bob@wmanage", command: "apply")
        let journal = RunJournal(ledger: ledger, run: run, actor: "bob@wmanage")
        try await journal.recordIntent(step)
        try await journal.recordEnd(step, outcome: "failed", code: "command-failed", detail: "it said no")
        try await ledger.endRun(run, actor: "bob@wmanage", outcome: .failed)
        try await ledger.note(signer: "ada@example.org", of: String(repeating: "ab", count: 20))
        detail = try #require(try await ledger.run(run))
    }

    @Test("tells who, by whom it was signed, and each step with its differences and what it said")
    func text() {
        let terminal = Terminal(hasColour: false, isInteractive: false, width: 80)
        let text = RunText(detail: detail, terminal: terminal).render()
        for line in [
            "  by       bob@wmanage, apply\n", "Bump, by Ada <ada@example.org>\n", "  signed   by ada@example.org\n",
            "  ~ waloop01/file/home/gb/ca-eccc-msc.env: failed",
            "\n      mode: 644 → 600\n      @@ -1 +1 @@\n      -TZ=UTC\n      +TZ=CET\n      it said no\n",
        ] {
            #expect(text.contains(line), "\(line):\n\(text)")
        }
    }

    @Test("tells when and why it was approved, and that steps are gone rather than that there were none")
    func approved() {
        let terminal = Terminal(hasColour: false, isInteractive: false, width: 80)
        let approval = RunApproval(
            actor: "eve@wmanage", at: Timestamp(seconds: 6), reason: "as agreed", allowedDeletes: 3)
        var pruned = detail
        pruned.summary.isPruned = true
        let text = RunText(detail: pruned, terminal: terminal, approval: approval).render()
        #expect(
            text.contains("  approved by eve@wmanage, 1970-01-01T00:00:06.000Z, up to 3 deletions: as agreed\n"), "\(text)")
        #expect(text.contains("they are in the export") && !text.contains(" succeeded"), "\(text)")
    }
}
