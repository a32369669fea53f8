import BrokerModel
import Foundation
import GRDB
import Testing

@testable import Ledger

@Suite("Copies of the ledger")
struct BackupTests {
    let fixture: LedgerFixture
    let ledger: LedgerStore

    init() async throws {
        fixture = try LedgerFixture()
        ledger = try fixture.open()
        try await note("before")
    }

    private func note(_ subject: String) async throws {
        try await ledger.note("heal", subject, by: "isobar", outcome: "asked", detail: nil)
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("A copy is whole, its owner's, and one file; what happens later is not in it")
    func backup() async throws {
        let path = fixture.directory + "/copy.sqlite"
        let copy = try await ledger.backUp(to: path)
        try await note("after")
        let head = try await ledger.auditPlace(1)
        #expect(copy.head == head)
        #expect(try LedgerStore.check(path) == copy)
        #expect(try mode(path) == 0o600)
        let files = try FileManager.default.contentsOfDirectory(atPath: fixture.directory)
        #expect(files.filter { $0.hasPrefix("copy") } == ["copy.sqlite"])
        let again = await #expect(throws: Failure.self) { try await ledger.backUp(to: path) }
        #expect(again?.response == "there is such a file already")
    }

    @Test("A restored copy stands where the ledger was, which is kept with what happened since")
    func restore() async throws {
        let path = fixture.directory + "/copy.sqlite"
        let other = try LedgerFixture()
        try await ledger.backUp(to: path)
        try await note("after")
        do {
            let lost = try other.open()
            try await lost.note("heal", "x", by: "eve", outcome: "asked", detail: nil)
            try await lost.note("heal", "y", by: "eve", outcome: "asked", detail: nil)
        }
        let result = try LedgerRestore.run(from: path, to: other.path, at: Timestamp(seconds: 7))
        #expect(result.former == other.path + ".before-restore-7")
        #expect(try mode(other.path) == 0o600)
        #expect(try await other.open().verifyAuditChain().head == result.copy.head)
        #expect(try LedgerStore.check(other.path + ".before-restore-7").head.sequence == 2)
    }

    @Test("Where there is no ledger a copy is put, too")
    func lost() async throws {
        let path = fixture.directory + "/copy.sqlite"
        try await ledger.backUp(to: path)
        let target = fixture.directory + "/new.sqlite"
        #expect(try LedgerRestore.run(from: path, to: target, at: 0).former == nil)
        #expect(try LedgerStore.check(target).head.sequence == 1)
    }

    @Test(
        "What is no whole copy is refused, and the ledger stays",
        arguments: ["text", "damaged", "newer", "tampered", "none", "empty"])
    func refused(kind: String) async throws {
        let path = fixture.directory + "/copy.sqlite"
        switch kind {
        case "none": break
        case "empty": try Data().write(to: URL(fileURLWithPath: path))
        case "text":
            try Data("no database at all, and longer than a header is".utf8).write(to: URL(fileURLWithPath: path))
        default:
            try await ledger.backUp(to: path)
            if kind == "damaged" { try damage(path) }
            if kind == "newer" {
                try await DatabaseQueue(path: path).write {
                    try $0.execute(sql: "INSERT INTO migration VALUES (99, 'V0099_later', zeroblob(32), 0)")
                }
            }
            if kind == "tampered" {
                try await DatabaseQueue(path: path).write {
                    try $0.execute(sql: "DROP TRIGGER audit_fixed; UPDATE audit SET at = at + 1")
                }
            }
        }
        #expect(throws: Failure.self) { try LedgerRestore.run(from: path, to: fixture.path, at: 0) }
        #expect(try await ledger.verifyAuditChain().records == 1)
        let files = try FileManager.default.contentsOfDirectory(atPath: fixture.directory)
        #expect(!files.contains { $0.contains("before-restore") || $0.hasSuffix(".part") })
    }

    /// Overwrites all but the first page.
    private func damage(_ path: String) throws {
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: 4096)
        try handle.write(contentsOf: Data(repeating: 0xA5, count: Int(size) - 4096))
        try handle.close()
    }

    @Test("Litestream's own tables beside ours are no obstacle")
    func litestream() async throws {
        try await DatabaseQueue(path: fixture.path).write { database in
            try database.execute(
                sql: """
                    CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER);
                    CREATE TABLE _litestream_lock (id INTEGER);
                    INSERT INTO _litestream_seq VALUES (1, 7);
                    """)
        }
        let again = try fixture.open()
        try await again.note("heal", "beside", by: "isobar", outcome: "asked", detail: nil)
        #expect(try await again.verifyAuditChain().records == 2)
        let path = fixture.directory + "/copy.sqlite"
        let copy = try await again.backUp(to: path)
        #expect(try LedgerStore.check(path) == copy)
    }
}
