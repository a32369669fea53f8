import BrokerModel
import Foundation
import GRDB
import Testing

@testable import Ledger

@Suite("Exporting a damaged ledger")
struct DamagedExportTests {
    let fixture: LedgerFixture
    private var export: String { fixture.directory + "/audit.jsonl" }

    init() throws {
        fixture = try LedgerFixture()
    }

    @Test("A page that is damaged ends it; what is before is there, and of a mended ledger it goes on")
    func page() async throws {
        let size = 4096
        var place = 0
        do {
            let ledger = try fixture.open()
            for number in 0..<300 {
                try await ledger.note("login", "token/a", by: "token/a", outcome: "\(number % 2)", detail: nil)
            }
            place = try await ledger.pool.barrierWriteWithoutTransaction { database in
                #expect(try Int.fetchOne(database, sql: "PRAGMA page_size") == size)
                let page = try Int.fetchOne(
                    database,
                    sql: "SELECT pageno FROM dbstat WHERE name = 'audit' AND pagetype = 'leaf' ORDER BY path DESC LIMIT 1")
                try database.checkpoint(.truncate)
                return (try #require(page) - 1) * size
            }
            try ledger.pool.close()
        }
        let whole = try Data(contentsOf: URL(fileURLWithPath: fixture.path))
        #expect(place > 0 && place + size <= whole.count)
        var damaged = whole
        damaged.replaceSubrange(place..<place + size, with: Data(repeating: 0, count: size))
        try damaged.write(to: URL(fileURLWithPath: fixture.path))
        let ledger = try fixture.open()
        let failure = await #expect(throws: Failure.self) { try await ledger.exportAudit(to: export) }
        let last = try ExportFile.end(of: export).place.sequence
        #expect(last > 0 && last < 300)
        #expect(failure?.code == .ledgerUnusable)
        #expect(failure?.response.hasSuffix("; what is before is written, up to record \(last)") == true)
        #expect(failure?.remedy?.contains("restore a backup") == true)
        #expect(failure?.remedy?.hasSuffix("--output again, else with --after \(last)") == true)
        try ledger.pool.close()

        try whole.write(to: URL(fileURLWithPath: fixture.path))
        let mended = try fixture.open()
        let rest = try await mended.exportAudit(to: export)
        #expect(rest == ExportResult(records: 300 - last, last: 300))
        let copy = try LedgerFixture().open()
        #expect(try await copy.importAudit(from: export).records == 300)
    }

    @Test("A record that cannot be read is not passed over", arguments: [3, 10])
    func gap(record: Int64) async throws {
        let past = try await PastFixture()
        try past.tamper("UPDATE audit SET subject = 99999 WHERE sequence = \(record)")
        let path = past.fixture.directory + "/audit.jsonl"
        let failure = await #expect(throws: Failure.self) { try await past.ledger.exportAudit(to: path) }
        #expect(failure?.code == .ledgerTampered)
        #expect(
            failure?.response
                == "record \(record) cannot be read, or is gone; what is before is written, up to record \(record - 1)")
        #expect(try ExportFile.end(of: path).place.sequence == record - 1)
    }
}
