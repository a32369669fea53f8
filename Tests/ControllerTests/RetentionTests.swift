import BrokerModel
import Controller
import Foundation
import Ledger
import Reconciliation
import Testing

@Suite("The service keeps the ledger from growing", .timeLimit(.minutes(5)))
struct RetentionTests {
    @Test("It exports by itself, into the file that isobar.yaml names")
    func exports() async throws {
        let fixture = try ServiceFixture(more: "retention: {keepDays: 30, export: audit.jsonl}")
        try fixture.commit("first")
        try await fixture.serving { service in
            _ = try await service.until("exported") { _ in fixture.said.contains("continued the export of the ledger") }
        }
        let end = try ExportFile.end(of: fixture.directory + "/audit.jsonl")
        #expect(end.place.sequence > 0)
        let ledger = try fixture.reconciler().ledger
        #expect(try await ledger.auditPlace(end.place.sequence) == end.place)
    }
}
