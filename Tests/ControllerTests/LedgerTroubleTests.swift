import BrokerModel
import Controller
import Foundation
import GRDB
import Glibc
import Ledger
import Reconciliation
import TestSupport
import Testing

/// The service while its ledger cannot be written, on a real file system that is full
/// and behind a lock that somebody holds.
@Suite("isobar serve and a ledger in trouble", .timeLimit(.minutes(5)))
struct LedgerTroubleTests {
    /// An image that is given twice: no state.
    private static let broken = ["versions.yaml": "antiloop: example/antiloop:1.0.1\nantiloop: example/antiloop:1.0.1\n"]

    @Test(
        "A full disk changes nothing and is said; once there is room all goes on, and the record has no hole",
        .enabled(if: geteuid() == 0, "only root can mount a file system"))
    func full() async throws {
        // Room for the write-ahead log at its longest, 1,000 pages of 4 KiB
        // (sqlite.org/wal.html, "Automatic Checkpoint"), and for the ledger it goes into.
        let disk = try SmallDisk(size: 16)
        let fixture = try ServiceFixture(database: disk.directory + "/isobar.sqlite")
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            try disk.fill()
            await fixture.stop(on: "waloop01")
            let second = try fixture.commit("second", antiloop: "1.0.1")
            // The mirror of the repository lies beside the ledger.
            _ = try await service.until("told of") { status in
                status.state == "unusable" && status.summary.contains("disk is full")
                    && status.repositoryFailure?.contains("make room on the file system of the mirror") == true
            }
            #expect(await fixture.images() == ["waloop02": "example/antiloop:1.0.0"], "without a record nothing is done")
            try disk.empty()
            try await service.untilStanding(at: second)
            #expect(await fixture.images().count == 2)
        }
        _ = try await fixture.reconciler().ledger.verifyAuditChain()
    }

    @Test("A ledger that somebody holds is said; all goes on when they let go")
    func held() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: fixture.directory + "/isobar.sqlite", configuration: configuration)
            try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            let unusable = try fixture.commit("broken", files: Self.broken)
            let told = try await service.until("told of") { status in
                (status.unwrittenRecords ?? 0) > 1 && status.head?.commit == unusable
            }
            #expect(told.ledgerFailure?.contains("locked") == true)
            let second = try fixture.commit("second", antiloop: "1.0.1")
            _ = try await service.until("seen") { $0.head?.commit == second }
            #expect(await fixture.images().values.allSatisfy { $0 == "example/antiloop:1.0.0" })
            try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            try await service.untilStanding(at: second)
            _ = try await service.until("all is written") { $0.ledgerFailure == nil && $0.unwrittenRecords == nil }
            let ledger = try fixture.reconciler().ledger
            _ = try await service.until("it is on record") { _ in
                let entries = (try? await ledger.auditEntries(matching: HistoryFilter(limit: 500))) ?? []
                let late = entries.first { $0.action == "catch-up" }
                return late?.outcome == "complete" && late?.detail?.hasSuffix("were written late, 0 never") == true
                    && entries.contains { $0.action == "refuse" && $0.subject == "commit/\(unusable)" }
            }
            _ = try await ledger.verifyAuditChain()
        }
        #expect(fixture.said.contains("the ledger cannot be written") && fixture.said.contains("the ledger can be written again"))
    }
}
