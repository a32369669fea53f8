import BrokerModel
import Foundation
import Synchronization
import Testing

@testable import Ledger

@Suite("A ledger after one that was lost")
struct LossTests {
    /// The ledger that was lost, and the heads it published, the newest first.
    private let before: PastFixture
    private let heads: [AuditPlace]

    /// The one begun after it.
    private let ledger: LedgerStore

    init() async throws {
        before = try await PastFixture()
        heads = [try await before.ledger.auditPlace(10), try await before.ledger.auditPlace(3)]
        ledger = try LedgerFixture().open()
        try await heal(4)
    }

    private func heal(_ count: Int) async throws {
        for _ in 1...count { try await ledger.note("heal", "x", by: "ada@a", outcome: "asked", detail: nil) }
    }

    private func verify(_ published: [AuditPlace], given: [AuditPlace] = []) async throws -> AuditVerification {
        try await ledger.verifyAuditChain(knowing: NotedHeads(given: given, published: published))
    }

    @Test("fails to verify until somebody notes the loss; then tells of it, and what is published later must be in it")
    func begunAnew() async throws {
        let alarm = await #expect(throws: Failure.self) { try await verify(heads) }
        #expect(alarm?.code == .ledgerTampered && alarm?.remedy?.contains("isobar audit lost") == true)

        let loss = try #require(try await ledger.loss(from: heads, reason: "the disk\ndied"))
        #expect(loss == LossNote(after: 0, last: heads[0], reason: "the disk died"))
        try await ledger.note(loss, by: "ada@a")
        let found = try await verify(heads)
        #expect(found.losses == [loss] && found.lostHeads == 2)
        #expect(try await ledger.loss(from: heads, reason: "again") == nil)

        // Its own heads stand in front; what is at their places cannot pass for lost.
        let own = try await ledger.auditHead()
        #expect(try await verify([own] + heads).lostHeads == 2)
        let forged = AuditPlace(sequence: 2, hash: Digest(of: "forged"))
        await #expect(throws: Failure.self) { try await verify([own, forged] + heads) }
        let given = await #expect(throws: Failure.self) { try await verify([own] + heads, given: [forged]) }
        #expect(given?.response.contains("an earlier ledger") == true)
        // What was published for the lost one after its last known head is another loss.
        let later = AuditPlace(sequence: 12, hash: Digest(of: "later"))
        await #expect(throws: Failure.self) { try await verify([later] + heads) }
    }

    @Test("that was restored from a copy, or rebuilt from an export, lacks its end")
    func restored() async throws {
        let place = try await before.ledger.auditHead()
        let published = [place, AuditPlace(sequence: 14, hash: Digest(of: "after the copy")), place] + heads
        let loss = try #require(try await before.ledger.loss(from: published, reason: "restored"))
        #expect(loss == LossNote(after: 10, last: published[1], reason: "restored"))
        try await before.ledger.note(loss, by: "ada@a")
        let knowing = NotedHeads(published: published)
        #expect(try await before.ledger.verifyAuditChain(knowing: knowing).lostHeads == 1)
        // What came back is held against the heads from before as ever.
        let changed = NotedHeads(published: published + [AuditPlace(sequence: 2, hash: Digest(of: "x"))])
        await #expect(throws: Failure.self) { try await before.ledger.verifyAuditChain(knowing: changed) }
    }

    @Test("knows of the loss after the record of it is pruned, too")
    func pruned() async throws {
        try await ledger.note(try #require(try await ledger.loss(from: heads, reason: "the disk died")), by: "ada@a")
        let export = before.fixture.directory + "/new.jsonl"
        let lines = Mutex<[UInt8]>([])
        _ = try await ledger.exportAudit { line in lines.withLock { $0 += line } }
        try Data(lines.withLock { $0 }).write(to: URL(fileURLWithPath: export))
        let result = try await ledger.prune(exported: [export], before: Timestamp(seconds: 1_000_000), actor: "ada@a")
        #expect(result.records == 5)
        let found = try await verify(heads)
        #expect(found.records == 2 && found.losses.map(\.reason) == ["the disk died"])
    }

    @Test("A note of a loss is written and read", arguments: ["", "after 1 to 2", "after x to 1:sha256:00"])
    func noNote(text: String) {
        #expect(LossNote(text) == nil)
        let note = LossNote(after: 3, last: AuditPlace(sequence: 7, hash: Digest(of: "x")), reason: "a b")
        #expect(LossNote(note.text) == note)
    }
}
