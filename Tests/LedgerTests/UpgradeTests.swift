import BrokerModel
import Foundation
import GRDB
import Ledger
import Migrations
import Testing

@Suite("From one schema to the next")
struct UpgradeTests {
    let fixture: LedgerFixture

    init() throws {
        fixture = try LedgerFixture()
    }

    /// A file as the first version made it, with an open run.
    private func makeFirstVersion() throws {
        let script = try #require(MigrationScript.all.first)
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
            try database.execute(sql: script.sql)
            try database.execute(
                sql: "INSERT INTO migration VALUES (1, ?, ?, 0)",
                arguments: [script.name, Data(Digest(of: script.sql).bytes)])
            try database.execute(
                sql: """
                    INSERT INTO name VALUES (1, 'ada@a'), (2, 'apply'), (3, 'waloop01'), (4, 'waloop01/network/traefik');
                    INSERT INTO blob VALUES (1, zeroblob(32), 2, 0, x'7b7d');
                    INSERT INTO plan VALUES (1, zeroblob(32), NULL, 5, 1);
                    INSERT INTO run VALUES (1, 7, 1, 2, NULL, 1, NULL, NULL);
                    INSERT INTO observation VALUES (1, 4, 3, 5, zeroblob(32), 1, 1, NULL);
                    INSERT INTO coverage VALUES (1, 3, 5, NULL, NULL);
                    """)
        }
    }

    @Test("A ledger of the first version keeps all it holds, and a copy is made before")
    func fromTheFirst() async throws {
        try makeFirstVersion()
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
        #expect(now == [1, 2])
    }

    @Test("An upgraded ledger is opened again without another upgrade")
    func again() throws {
        try makeFirstVersion()
        _ = try fixture.open()
        try FileManager.default.removeItem(atPath: fixture.path + ".before-V2")
        _ = try fixture.open()
        #expect(!FileManager.default.fileExists(atPath: fixture.path + ".before-V2"))
    }
}
