import BrokerModel
import GRDB
import Testing

@testable import Ledger

@Suite("Triggers and views are those of this version")
struct SchemaProofTests {
    @Test(
        "One that is gone, another one, or one more is found",
        arguments: [
            "DROP TRIGGER decision_kept", "DROP VIEW audit_log",
            "DROP VIEW audit_log; CREATE VIEW audit_log AS SELECT 1 AS sequence",
            "DROP TRIGGER decision_kept; CREATE TRIGGER decision_kept BEFORE DELETE ON decision BEGIN SELECT 1; END",
            "CREATE TRIGGER quiet AFTER INSERT ON decision BEGIN DELETE FROM last_look; END",
        ])
    func changed(sql: String) async throws {
        let past = try await PastFixture()
        try await DatabaseQueue(path: past.fixture.path).writeWithoutTransaction { try $0.execute(sql: sql) }
        let failure = await #expect(throws: Failure.self) { try await past.ledger.verifyAuditChain() }
        #expect(failure?.code == .ledgerTampered, "\(failure?.description ?? "")")
    }

    @Test("Tables of others beside ours are none of our business")
    func others() async throws {
        let past = try await PastFixture()
        try await DatabaseQueue(path: past.fixture.path).write {
            try $0.execute(sql: "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)")
        }
        #expect(try await past.ledger.verifyAuditChain().records == 10)
    }
}
