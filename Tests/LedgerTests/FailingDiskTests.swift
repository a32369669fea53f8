import BrokerModel
import Foundation
import GRDB
import Glibc
import Ledger
import TestSupport
import Testing

/// What the ledger says when it cannot be written: what was attempted, on what
/// file, in SQLite's words, and what to do. On real file systems, which only
/// root can mount.
@Suite("A disk that fails", .enabled(if: geteuid() == 0))
struct FailingDiskTests {
    private let disk: SmallDisk
    private var path: String { disk.directory + "/isobar.sqlite" }

    init() throws {
        disk = try SmallDisk()
    }

    private func open() throws -> LedgerStore {
        try LedgerStore(path: path) { Timestamp(seconds: 1) }
    }

    /// The journal of a run just begun.
    private func journal() async throws -> RunJournal {
        let ledger = try open()
        let plan = try await ledger.record(plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: "{}")
        let run = try await ledger.beginRun(plan: plan, commit: LedgerFixture.commit, actor: "ada", command: "apply")
        return RunJournal(ledger: ledger, run: run, actor: "ada")
    }

    @Test("Full: said so, and it goes on once there is room")
    func full() async throws {
        let journal = try await journal()
        try disk.fill()
        let failure = try await #require(throws: Failure.self) {
            // What the file still has room for may be used up first.
            for number in 0..<2000 { try await journal.recordIntent(LedgerFixture.step("n\(number)")) }
        }
        #expect(failure.code == .diskFull, "\(failure)")
        #expect(failure.subject == path)
        #expect(failure.attempted.contains("record steps"))
        #expect(failure.response.contains("full"), "\(failure)")
        #expect(failure.remedy?.contains("room") == true)
        try disk.empty()
        try await journal.recordIntent(LedgerFixture.step("after"))
    }

    @Test("Read-only: said so, by the ledger and by the run lock that is taken before")
    func readOnly() async throws {
        _ = try await journal()
        try await disk.remount(MS_RDONLY)
        let failure = try await #require(throws: Failure.self) { _ = try await journal() }
        #expect(failure.code == .ledgerUnusable && failure.subject == path, "\(failure)")
        #expect(!failure.response.isEmpty && failure.remedy?.contains("writable") == true, "\(failure)")
        let lock = #expect(throws: Failure.self) { try RunLock(database: path, holder: "ada") }
        #expect(lock?.code == .ledgerUnusable && lock?.response == "Read-only file system")
    }

    @Test("A directory that is not there is named")
    func noDirectory() {
        let path = disk.directory + "/none/isobar.sqlite"
        let failure = #expect(throws: Failure.self) { try LedgerStore(path: path) { Timestamp(seconds: 1) } }
        #expect(failure?.code == .ledgerUnusable && failure?.subject == path)
        #expect(failure?.remedy?.contains("directory") == true)
    }

    @Test("Locked: said so after a time of patience, and it goes on once the other is done")
    func locked() async throws {
        let journal = try await journal()
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
        let failure = try await #require(throws: Failure.self) { try await journal.recordIntent(LedgerFixture.step("a")) }
        #expect(failure.code == .ledgerBusy, "\(failure)")
        #expect(failure.subject == path)
        #expect(failure.response.contains("locked"), "\(failure)")
        #expect(failure.remedy?.contains("fuser") == true)
        try await other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        try await journal.recordIntent(LedgerFixture.step("b"))
    }
}
