import BrokerModel
import Foundation
import History
import Synchronization
import Testing

@testable import Ledger

@Suite("Old records go when the export has them")
struct RetentionTests {
    private let past: PastFixture
    private var export: String { past.fixture.directory + "/audit.jsonl" }

    init() async throws {
        past = try await PastFixture()
    }

    /// The same ledger, so many days after its records.
    private func ledger(after days: Int) throws -> LedgerStore {
        try LedgerStore(path: past.fixture.path) { Timestamp(seconds: Int64(days) * 86_400) }
    }

    private static func days(_ days: Int) -> Duration { .seconds(days * 86_400) }

    @Test("Young records are exported alone, and the export is continued", arguments: [1, 100, 119])
    func young(age: Int) async throws {
        let ledger = try ledger(after: age)
        let head = try await ledger.auditHead()
        let first = try await ledger.retain(Self.days(90), exportingTo: export, actor: "isobar@a")
        #expect(first.exported.last == head.sequence && first.exported.records == 10 && first.pruned == nil)
        let again = try await ledger.retain(Self.days(90), exportingTo: export, actor: "isobar@a")
        #expect(again.exported.records == 0 && again.pruned == nil)
        #expect(try await ledger.auditHead() == head)
        #expect(try ExportFile.end(of: export).place == head)
    }

    @Test("Old ones are removed, the chain holds, and the export brings all of them back")
    func old() async throws {
        let ledger = try ledger(after: 121)
        let head = try await ledger.auditHead()
        let result = try await ledger.retain(Self.days(90), exportingTo: export, actor: "isobar@a")
        #expect(result.pruned?.last == head && result.pruned?.records == 10)
        #expect(try await ledger.verifyAuditChain().start == head)
        let copy = try LedgerFixture().open()
        #expect(try await copy.importAudit(from: export).runs == 2)
        // What came meanwhile is exported by the next.
        #expect(try await ledger.retain(Self.days(90), exportingTo: export, actor: "isobar@a").exported.records == 1)
    }

    @Test("An export that is gone, is another's or cannot be written keeps everything")
    func unusable() async throws {
        let ledger = try ledger(after: 121)
        let nowhere = await #expect(throws: Failure.self) {
            try await ledger.retain(Self.days(90), exportingTo: past.fixture.directory + "/none/x", actor: "isobar@a")
        }
        #expect(nowhere?.code == .exportUnusable)
        let other = try await PastFixture()
        try await other.look(image: "x:9", at: 9)
        try await other.export(to: export)
        await #expect(throws: Failure.self) {
            try await ledger.retain(Self.days(90), exportingTo: export, actor: "isobar@a")
        }
        #expect(try await ledger.verifyAuditChain().records == 10)

        // Once something was removed, no new file takes the place of the one that has it.
        try FileManager.default.removeItem(atPath: export)
        _ = try await ledger.retain(Self.days(90), exportingTo: export, actor: "isobar@a")
        try FileManager.default.removeItem(atPath: export)
        let gone = await #expect(throws: Failure.self) {
            try await ledger.retain(Self.days(90), exportingTo: export, actor: "isobar@a")
        }
        #expect(gone?.code == .exportUnusable)
        #expect(!FileManager.default.fileExists(atPath: export))
    }
}
