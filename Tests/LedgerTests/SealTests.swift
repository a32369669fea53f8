import BrokerModel
import Foundation
import Testing

@testable import Ledger

@Suite("What stands beside the chain is covered by it")
struct SealTests {
    @Test("All that was done and seen is proven, and counted")
    func intact() async throws {
        let past = try await PastFixture()
        let found = try await past.ledger.verifyAuditChain()
        // Three records of each run; of looks one for each that showed something new, one with the second run's end.
        #expect(found.records == 10 && found.runs == 2 && found.steps == 2)
        #expect(found.looks == 8 && found.observations == 3 && found.unsealedLooks == 0)
        try await past.look(image: nil, at: 5)
        #expect(try await past.ledger.verifyAuditChain().unsealedLooks == 2)
    }

    @Test(
        "Whatever is changed in it is found",
        arguments: [
            "UPDATE observation SET owned = 0 WHERE id = 1", "UPDATE observation SET valid_from = valid_from - 1",
            "UPDATE observation SET digest = zeroblob(32) WHERE valid_to IS NULL",
            "UPDATE observation SET record = record - 1 WHERE id = 3",
            "UPDATE observation SET valid_to = valid_to + 1 WHERE valid_to IS NOT NULL",
            "UPDATE observation SET valid_to = 99 WHERE valid_to IS NULL",
            "UPDATE observation SET valid_to = NULL WHERE id = (SELECT max(id) FROM observation WHERE valid_to IS NOT NULL)",
            "DELETE FROM observation WHERE id = 1",
            """
            INSERT INTO observation (resource, host, valid_from, digest, owned, record, valid_to)
            SELECT resource, host, 1, digest, owned, record, 2 FROM observation WHERE id = 1
            """,
            "UPDATE coverage SET looked_at = looked_at + 1 WHERE id = 1", "UPDATE coverage SET failure = NULL WHERE id = 6",
            "DELETE FROM coverage WHERE id = 2", "UPDATE step SET changes = NULL",
            "UPDATE step SET intended_at = intended_at - 1", "UPDATE step SET code = outcome", "UPDATE step SET away_us = 1",
            "UPDATE step SET reduces = NULL WHERE run_id = 2", "UPDATE step SET detail = changes", "DELETE FROM step",
            "UPDATE plan SET body = (SELECT max(id) FROM blob) WHERE id = 1", "UPDATE plan SET observed_at = 1",
            "UPDATE applied SET digest = zeroblob(32) WHERE id = 1", "UPDATE applied SET ended_by = 1 WHERE id = 1",
            "UPDATE blob SET content = x'7b7d', size = 2, encoding = 0 WHERE id = (SELECT record FROM observation LIMIT 1)",
            "UPDATE blob SET digest = zeroblob(32) WHERE id = (SELECT detail FROM coverage WHERE detail IS NOT NULL)",
            "UPDATE name SET text = 'y' WHERE text = 'command-failed'",
            "UPDATE step SET kind = outcome WHERE run_id = 1", 
            "UPDATE blob SET size = 1 << 40 WHERE id = (SELECT record FROM observation LIMIT 1)",
            "INSERT INTO segment VALUES (0, zeroblob(32), 3, 0, 0, NULL)",
            "INSERT INTO segment VALUES (0, (SELECT hash FROM audit WHERE sequence = 1), 1, 0, 0, 1)",
            "INSERT INTO applied (resource, run_id, digest) VALUES (1, 77, zeroblob(32))",
            "INSERT INTO segment VALUES (3, (SELECT hash FROM audit WHERE sequence = 3), 0, 0, 0, 1)",
        ])
    func tampering(sql: String) async throws {
        let past = try await PastFixture()
        try past.tamper(sql)
        let failure = await #expect(throws: Failure.self) { try await past.ledger.verifyAuditChain() }
        #expect(failure?.code == .ledgerTampered, "\(failure?.description ?? "")")
    }

    @Test("An export brings back what was seen, and what counts as applied")
    func roundTrip() async throws {
        let past = try await PastFixture()
        let path = past.fixture.directory + "/audit.jsonl"
        try await past.export(to: path)
        let copy = try LedgerFixture().open()
        let result = try await copy.importAudit(from: path)
        #expect(result.looks == 8 && result.observations == 3)
        #expect(try await copy.verifyAuditChain() == past.ledger.verifyAuditChain())
        for second in 0...5 as ClosedRange<Int64> {
            let moment = Timestamp(seconds: second)
            #expect(try await copy.state(at: moment) == past.ledger.state(at: moment))
        }
        #expect(try await copy.lastApplied() == past.ledger.lastApplied())
        #expect(try await copy.run(RunID(1)) == past.ledger.run(RunID(1)))
        // It goes on from there.
        try await copy.note("heal", "x", by: "isobar", outcome: "asked", detail: nil)
        #expect(try await copy.verifyAuditChain().records == 11)
    }

    @Test(
        "An export of which the rows were changed is refused",
        arguments: [
            ("\"owned\":true", "\"owned\":false"), ("\"until\":600000000", "\"until\":600000001"),
            ("\"away\":3000000", "\"away\":1"), ("\"code\":\"command-failed\"", "\"code\":\"cancelled\""),
        ])
    func changedExport(from: String, to: String) async throws {
        let past = try await PastFixture()
        let path = past.fixture.directory + "/audit.jsonl"
        try await past.export(to: path)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains(from), "\(text)")
        try text.replacing(from, with: to, maxReplacements: 1).write(toFile: path, atomically: true, encoding: .utf8)
        let copy = try LedgerFixture().open()
        let failure = await #expect(throws: Failure.self) { try await copy.importAudit(from: path) }
        #expect(failure?.code == .ledgerTampered, "\(failure?.description ?? "")")
    }

    @Test("Hashes cover the values as fingerprints write them: chains of earlier versions hold")
    func encoding() throws {
        let record = AuditRecord(
            sequence: 7, at: Timestamp(microseconds: 9), actor: "ada", action: "apply", subject: "run/1", run: 1,
            commit: AuditRecord.text(ofCommit: [0, 10, 255]), outcome: "begun", detail: Digest(of: "é"))
        var fingerprint = Fingerprint(key: nil)
        fingerprint.field("encoding", 1)
        fingerprint.field("previous", AuditRecord.origin)
        fingerprint.field("sequence", 7)
        fingerprint.field("at", 9)
        fingerprint.field("actor", "ada")
        fingerprint.field("action", "apply")
        fingerprint.field("subject", "run/1")
        fingerprint.field("run", "1")
        fingerprint.field("commit", "0.a.ff")
        fingerprint.field("outcome", "begun")
        fingerprint.field("detail", Digest(of: "é"))
        #expect(record.hash(after: AuditRecord.origin, encoding: 1) == fingerprint.finish())
        #expect(record.hash(after: AuditRecord.origin, encoding: 2) == nil)
    }
}
