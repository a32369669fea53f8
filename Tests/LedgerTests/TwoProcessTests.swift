import BrokerModel
import Foundation
import Glibc
import Ledger
import Testing

@Suite("More than one process, and one that is killed")
struct TwoProcessTests {
    @Test("Two processes write one chain")
    func two() async throws {
        let fixture = try LedgerFixture()
        let ledger = try fixture.open()
        async let other = #expect(processExitsWith: .success) { [path = fixture.path as String] in
            let ledger = try LedgerStore(path: path) { Timestamp(seconds: 1) }
            for number in 1...40 {
                try await ledger.note("heal", "theirs/\(number)", by: "isobar", outcome: "asked", detail: nil)
            }
        }
        for number in 1...40 {
            try await ledger.note("heal", "mine/\(number)", by: "isobar", outcome: "asked", detail: nil)
        }
        _ = await other
        #expect(try await ledger.verifyAuditChain().records == 80)
    }

    /// Four writers at a time; each record is written down beside the ledger when
    /// it is said to be on disk. The process is killed in the middle of it.
    @Test("A process that is killed loses no record that was said to be on disk", arguments: [7, 23, 61])
    func killed(after count: Int) async throws {
        let fixture = try LedgerFixture()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = fixture.path as String, count = count as Int] in
            let ledger = try LedgerStore(path: path) { Timestamp(seconds: 1) }
            let file = open(path + ".written", O_WRONLY | O_CREAT | O_APPEND, 0o600)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for number in 1...1000 {
                            let subject = "w/\(writer)/\(number)"
                            try await ledger.note("heal", subject, by: "isobar", outcome: "asked", detail: nil)
                            let line = Array((subject + "\n").utf8)
                            _ = write(file, line, line.count)
                            if writer == 0, number == count { kill(getpid(), SIGKILL) }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        let ledger = try fixture.open()
        let found = try await ledger.verifyAuditChain()
        let written = try String(contentsOfFile: fixture.path + ".written", encoding: .utf8).split(separator: "\n")
        #expect(written.count >= count)
        let stored = Set(
            try SQLConsole(path: fixture.path, limits: SQLLimits(rows: 10_000)).ask("SELECT subject FROM audit_log")
                .rows.map { $0[0] })
        #expect(found.records == Int64(stored.count))
        for subject in written { #expect(stored.contains(.text(String(subject))), "\(subject)") }
    }
}
