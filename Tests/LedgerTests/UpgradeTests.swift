import BrokerModel
import Foundation
import GRDB
import History
import Migrations
import Testing

@testable import Ledger

@Suite("From one schema to the next")
struct UpgradeTests {
    let fixture: LedgerFixture

    init() throws {
        fixture = try LedgerFixture()
    }

    /// A file as an earlier version made it, with an open run.
    private func make(version: Int) throws {
        let scripts = MigrationScript.all.prefix(version)
        try DatabaseQueue(path: fixture.path).write { database in
            try database.execute(
                sql: """
                    CREATE TABLE migration (
                        version     INTEGER PRIMARY KEY,
                        name        TEXT NOT NULL,
                        checksum    BLOB NOT NULL CHECK (length(checksum) = 32),
                        applied_at  INTEGER NOT NULL
                    ) STRICT
                    """)
            for script in scripts {
                try database.execute(sql: script.sql)
                try database.execute(
                    sql: "INSERT INTO migration VALUES (?, ?, ?, 0)",
                    arguments: [script.version, script.name, Data(Digest(of: script.sql).bytes)])
            }
            let begun = AuditRecord(
                sequence: 1, at: Timestamp(microseconds: 7), actor: "ada@a", action: "apply", subject: "run/1", run: 1,
                outcome: "begun")
            let hash = try #require(begun.hash(after: AuditRecord.origin, encoding: 1))
            try database.execute(
                sql: "INSERT INTO blob VALUES (1, ?, 2, 0, x'7b7d')", arguments: [Data(Digest(of: "{}").bytes)])
            try database.execute(
                sql: """
                    INSERT INTO name VALUES (1, 'ada@a'), (2, 'apply'), (3, 'waloop01'), (4, 'waloop01/network/traefik'),
                        (5, 'run/1'), (6, 'begun');
                    INSERT INTO plan VALUES (1, zeroblob(32), NULL, 5, 1);
                    INSERT INTO run VALUES (1, 7, 1, 2, NULL, 1, NULL, NULL);
                    INSERT INTO observation VALUES (1, 4, 3, 5, zeroblob(32), 1, 1, NULL);
                    INSERT INTO coverage VALUES (1, 3, 5, NULL, NULL);
                    """)
            try database.execute(
                sql: "INSERT INTO audit VALUES (1, 7, 1, 2, 5, 1, NULL, 6, NULL, 1, ?)", arguments: [Data(hash.bytes)])
        }
    }

    @Test("A ledger of the first version keeps all it holds, and a copy is made before")
    func fromTheFirst() async throws {
        try make(version: 1)
        let ledger = try fixture.open()
        #expect(try await ledger.runs(matching: HistoryFilter(actor: "ada")).entries.map(\.id.number) == [1])
        let host = try #require(HostName("waloop01"))
        #expect(try await ledger.lastKnownResources(on: host).count == 1)
        // It was looked at, but nothing was kept that a plan could be made from.
        let remembered = try #require(try await ledger.remembered([host])[host])
        #expect(remembered.seenAt == nil)
        #expect(remembered.failure == nil)

        let copy = try DatabaseQueue(path: fixture.path + ".before-V2")
        let versions = try await copy.read { try Int.fetchAll($0, sql: "SELECT version FROM migration") }
        #expect(versions == [1])
        let now = try await DatabaseQueue(path: fixture.path).read {
            try Int.fetchAll($0, sql: "SELECT version FROM migration ORDER BY version")
        }
        #expect(now == Array(1...MigrationScript.all.count))
    }

    @Test("A ledger of the second version takes decisions and pauses from then on, and a copy is made before")
    func fromTheSecond() async throws {
        try make(version: 2)
        let ledger = try fixture.open()
        let copy = try DatabaseQueue(path: fixture.path + ".before-V3")
        #expect(try await copy.read { try Int.fetchOne($0, sql: "SELECT max(version) FROM migration") } == 2)
        #expect(try await copy.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM run") } == 1)
        #expect(try await ledger.runs(matching: HistoryFilter(actor: "ada")).entries.map(\.id.number) == [1])

        #expect(try await ledger.lastSighting() == nil)
        try await ledger.record(sighting: LedgerFixture.commit, by: "isobar@a")
        let decision = PlanDecision(plan: Digest(of: "a plan"), verdict: .rejected, actor: "ada@a", reason: "no")
        try await ledger.record(decision, on: LedgerFixture.commit)
        try await ledger.record(Pause(scope: .all, actor: "ada@a", reason: "storm", until: Timestamp(seconds: 99)))
        let again = try fixture.open()
        #expect(try await again.openDecisions(on: String(repeating: "ab", count: 20)) == [decision.plan: decision])
        #expect(try await again.openPauses(at: Timestamp(seconds: 50)).map(\.reason) == ["storm"])
        #expect(try await again.verifyAuditChain().records == 4)
    }

    @Test("A ledger of the fourth version answers questions about moments before, and in SQL")
    func fromTheFourth() async throws {
        try make(version: 4)
        let ledger = try fixture.open()
        #expect(FileManager.default.fileExists(atPath: fixture.path + ".before-V5"))
        let state = try await ledger.state(at: 6)
        #expect(state.hosts.map(\.host.text) == ["waloop01"])
        #expect(state.hosts.first?.resources.map(\.address.description) == ["waloop01/network/traefik"])
        #expect(try SQLConsole(path: fixture.path).ask("SELECT actor FROM runs").rows == [[.text("ada@a")]])
    }

    @Test("A ledger of the seventh version is asked by every filter of the audit log")
    func fromTheSeventh() async throws {
        try make(version: 7)
        let ledger = try fixture.open()
        #expect(FileManager.default.fileExists(atPath: fixture.path + ".before-V8"))
        for filter in [
            HistoryFilter(actor: "ada"), HistoryFilter(actions: ["apply"]), HistoryFilter(outcomes: ["begun"]),
            HistoryFilter(actor: "ada", actions: ["apply"], outcomes: ["begun"], since: 0, until: 8),
        ] {
            #expect(try await ledger.auditEntries(matching: filter).map(\.sequence) == [1], "\(filter)")
        }
        #expect(try await ledger.auditEntries(matching: HistoryFilter(commit: "abab")).isEmpty)
    }

    @Test("What an earlier version observed is covered by the first record of what was observed since")
    func sealedSince() async throws {
        try make(version: 4)
        let ledger = try fixture.open()
        #expect(try await ledger.verifyAuditChain().observations == 0)
        let host = try #require(HostName("waloop01"))
        let seen = ObservedHost(host: host, resources: [:], manifest: Manifest())
        try await ledger.record(ObservedState(hosts: [host: seen], observedAt: 8), key: LedgerFixture.key)
        let found = try await ledger.verifyAuditChain()
        #expect(found.observations == 1 && found.looks == 2)
    }

    @Test("An upgraded ledger is opened again without another upgrade")
    func again() throws {
        try make(version: 1)
        _ = try fixture.open()
        try FileManager.default.removeItem(atPath: fixture.path + ".before-V2")
        _ = try fixture.open()
        #expect(!FileManager.default.fileExists(atPath: fixture.path + ".before-V2"))
    }
}
