import BrokerModel
import Foundation
import GRDB
import Glibc
import Ledger
import Testing

@Suite("What the ledger refuses, and what it notices")
struct IntegrityTests {
    let fixture: LedgerFixture

    init() throws {
        fixture = try LedgerFixture()
    }

    /// A ledger with three audit records.
    private func filled() async throws -> LedgerStore {
        let ledger = try fixture.open()
        let plan = try await ledger.record(plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: "{}")
        let run = try await ledger.beginRun(plan: plan, commit: LedgerFixture.commit, actor: "ada", command: "apply")
        let journal = RunJournal(ledger: ledger, run: run, actor: "ada")
        try await journal.recordEnd(try LedgerFixture.step("a"), outcome: "succeeded", code: nil, detail: nil)
        try await ledger.endRun(run, actor: "ada", outcome: .succeeded)
        return ledger
    }

    private func tamper(_ sql: String) throws {
        try DatabaseQueue(path: fixture.path).write { try $0.execute(sql: sql) }
    }

    @Test("An intact chain is verified")
    func intact() async throws {
        #expect(try await filled().verifyAuditChain().records == 3)
    }

    @Test(
        "A changed, removed or re-ordered record is found and named",
        arguments: [
            ("UPDATE audit SET at = at + 1 WHERE sequence = 2", 2),
            ("UPDATE audit SET outcome = actor WHERE sequence = 1", 1),
            ("DELETE FROM audit WHERE sequence = 2", 2),
            ("UPDATE audit SET sequence = 4 WHERE sequence = 2", 2),
            ("UPDATE name SET text = 'eve' WHERE text = 'ada'", 1),
        ])
    func tampering(sql: String, record: Int) async throws {
        let ledger = try await filled()
        try tamper("DROP TRIGGER audit_fixed; DROP TRIGGER audit_kept; DROP TRIGGER name_fixed")
        try tamper(sql)
        let failure = await #expect(throws: Failure.self) { try await ledger.verifyAuditChain() }
        #expect(failure?.code == .ledgerTampered)
        #expect(failure?.response.hasPrefix("record \(record) does not fit the ones before it: ") == true)
    }

    @Test(
        "What the tables say beside the chain is held against it",
        arguments: [
            ("UPDATE run SET started_at = started_at - 1", "run 1 is not as the records tell it"),
            ("UPDATE run SET actor = outcome", "run 1 is not as the records tell it"),
            ("UPDATE run SET outcome = actor", "run 1 is not as the records tell it"),
            ("UPDATE step SET outcome = action", "the step on waloop01/container/a in run 1 is not as the records tell it"),
            ("UPDATE step SET resource = action", "the step on create in run 1 is not as the records tell it"),
            ("DELETE FROM audit WHERE sequence = 3", "run 1 is not as the records tell it"),
        ])
    func tables(sql: String, says: String) async throws {
        let ledger = try await filled()
        try tamper(
            "DROP TRIGGER audit_kept; DROP TRIGGER run_closed; DROP TRIGGER step_closed")
        try tamper(sql)
        let failure = await #expect(throws: Failure.self) { try await ledger.verifyAuditChain() }
        #expect(failure?.code == .ledgerTampered)
        #expect(failure?.response == says)
    }

    @Test("A chain that was cut, or made anew, fits in itself; a head that was noted shows it")
    func noted() async throws {
        let ledger = try await filled()
        let places = NotedHeads(
            given: [try await ledger.auditPlace(0), try await ledger.auditPlace(2), try await ledger.auditPlace(3)])
        #expect(try await ledger.verifyAuditChain(knowing: places).records == 3)
        let another = try LedgerFixture().open()
        try await another.note("heal", "x", by: "eve", outcome: "asked", detail: nil)
        #expect(try await another.verifyAuditChain().records == 1)
        let cut = await #expect(throws: Failure.self) { try await another.verifyAuditChain(knowing: places) }
        #expect(cut?.response == "record 3 was noted and is not there: the chain ends with record 1")
        let place = NotedHeads(given: [AuditPlace(sequence: 1, hash: try await ledger.auditPlace(1).hash)])
        let rewritten = await #expect(throws: Failure.self) { try await another.verifyAuditChain(knowing: place) }
        #expect(rewritten?.response.hasPrefix("record 1 has another hash than was noted") == true)
    }

    @Test("A head is written and read", arguments: ["", "1", "x:sha256:00", "1:sha256:00", "-1:sha256:" + String(repeating: "0", count: 64)])
    func noHead(text: String) throws {
        #expect(AuditPlace(text) == nil)
        let place = AuditPlace(sequence: 7, hash: Digest(of: "x"))
        #expect(AuditPlace(place.description) == place)
    }

    @Test(
        "Rows are neither deleted nor changed",
        arguments: [
            "DELETE FROM audit", "DELETE FROM run", "DELETE FROM step", "DELETE FROM plan", "DELETE FROM name",
            "UPDATE audit SET at = 0", "UPDATE run SET started_at = 0", "UPDATE run SET ended_at = 9, outcome = 1",
            "UPDATE step SET outcome = 1, ended_at = 9", "UPDATE plan SET observed_at = 0", "UPDATE name SET text = 'x'",
        ])
    func appendOnly(sql: String) async throws {
        _ = try await filled()
        #expect(throws: DatabaseError.self) { try tamper(sql) }
    }

    @Test("A database of a newer Isobar is refused")
    func newer() throws {
        _ = try fixture.open()
        try tamper("INSERT INTO migration VALUES (99, 'V0099_later', zeroblob(32), 0)")
        let failure = #expect(throws: Failure.self) { try fixture.open() }
        #expect(failure?.code == .ledgerNewer)
    }

    @Test("A schema that another script made is refused")
    func foreignSchema() throws {
        _ = try fixture.open()
        try tamper("UPDATE migration SET checksum = zeroblob(32)")
        #expect(throws: Failure.self) { try fixture.open() }
    }

    @Test("A file that is no database, or another program's, is refused", arguments: [true, false])
    func notALedger(garbage: Bool) throws {
        if garbage {
            try Data(repeating: 0x41, count: 5000).write(to: URL(fileURLWithPath: fixture.path))
        } else {
            try tamper("CREATE TABLE other (x)")
        }
        let failure = #expect(throws: Failure.self) { try fixture.open() }
        #expect(failure?.code == .ledgerUnusable)
    }

    @Test("The run lock has one holder, names it, and goes with it")
    func runLock() throws {
        let first = try RunLock(database: fixture.path, holder: "apply by ada")
        let failure = #expect(throws: Failure.self) { try RunLock(database: fixture.path, holder: "other") }
        #expect(failure?.code == .locked)
        #expect(failure?.response.contains("apply by ada") == true)
        first.release()
        _ = try RunLock(database: fixture.path, holder: "other")
    }

    @Test("A released run lock is free although a child that starts at that moment still has the file open")
    func runLockBesideAFork() throws {
        let first = try RunLock(database: fixture.path, holder: "apply by ada")
        let file = (3..<4096).first { number in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)"))
                == fixture.path + ".lock"
        }
        let inherited = dup(Int32(try #require(file)))
        defer { close(inherited) }
        first.release()
        _ = try RunLock(database: fixture.path, holder: "other")
    }
}
