import BrokerModel
import Foundation
import TestSupport
import Testing

@testable import Ledger

@Suite("Torn writes")
struct TornWriteTests {
    /// The log as the machine left it when it lost power: cut anywhere.
    @Test("What was being written is lost, and nothing that was committed before", arguments: [1, 2, 3, 4] as [UInt64])
    func cut(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let fixture = try LedgerFixture()
        let ledger = try fixture.open()
        var sizes: [Int] = []
        for number in 1...20 {
            let detail = String(repeating: "x\(number) ", count: number * 40)
            try await ledger.note("heal", "host/\(number)", by: "isobar", outcome: "asked", detail: detail)
            sizes.append(try contents(fixture.path + "-wal").count)
        }
        let log = try contents(fixture.path + "-wal")
        let database = try contents(fixture.path)
        for _ in 0..<6 {
            let length = Int.random(in: sizes[0]...log.count, using: &random)
            let copy = try LedgerFixture()
            try database.write(to: URL(fileURLWithPath: copy.path))
            try log.prefix(length).write(to: URL(fileURLWithPath: copy.path + "-wal"))
            let opened = try copy.open()
            let found = try await opened.verifyAuditChain()
            #expect(found.records == Int64(sizes.count { $0 <= length }), "seed \(seed), \(length) bytes of the log")
            // It goes on from there.
            try await opened.note("heal", "host/next", by: "isobar", outcome: "asked", detail: nil)
            #expect(try await opened.verifyAuditChain().records == found.records + 1)
        }
        #expect(try await ledger.verifyAuditChain().records == 20)
    }

    private func contents(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path))
    }
}
