import BrokerModel
import Foundation
import GRDB
import Testing

@testable import Ledger

@Suite("Questions in SQL")
struct SQLConsoleTests {
    let fixture: LedgerFixture
    let ledger: LedgerStore

    init() async throws {
        fixture = try LedgerFixture()
        ledger = try fixture.open()
        let plan = try await ledger.record(plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: "{}")
        let run = try await ledger.beginRun(plan: plan, commit: LedgerFixture.commit, actor: "ada@a", command: "apply")
        let journal = RunJournal(ledger: ledger, run: run, actor: "ada@a")
        for name in ["a", "b"] {
            let step = try LedgerFixture.step(name)
            try await journal.recordIntent(step)
            try await journal.recordEnd(step, outcome: "succeeded", code: nil, detail: nil)
        }
        try await ledger.endRun(run, actor: "ada@a", outcome: .succeeded)
    }

    private func ask(_ sql: String, _ limits: SQLLimits = SQLLimits()) throws -> SQLAnswer {
        try SQLConsole(path: fixture.path, limits: limits).ask(sql)
    }

    private static let documentation = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/docs/history.md"

    @Test("Every view answers, with the columns of the documentation", arguments: SQLConsole.views)
    func views(view: String) throws {
        let documented = try String(contentsOfFile: Self.documentation, encoding: .utf8).split(separator: "\n")
            .first { $0.hasPrefix("| `\(view)` |") }
        let words = try #require(documented).split(separator: "`", omittingEmptySubsequences: false).enumerated()
        let columns = words.filter { $0.offset % 2 == 1 }.dropFirst().map { String($0.element) }
        #expect(try ask("SELECT * FROM \(view)").columns == columns)
    }

    @Test("The list of views is that of the schema")
    func allViews() throws {
        let found = try ask("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name").rows
        #expect(found == SQLConsole.views.map { [.text($0)] })
    }

    @Test("Times are text in UTC, hashes digits, and rows join")
    func values() throws {
        let answer = try ask(
            "SELECT run, started_at, outcome, \"commit\", author FROM runs JOIN steps USING (run, outcome, \"commit\") WHERE resource LIKE '%/b'"
        )
        #expect(answer.columns == ["run", "started_at", "outcome", "commit", "author"])
        let row = try #require(answer.rows.first)
        #expect(row[0] == .integer(1) && row[2] == .text("succeeded"))
        #expect(row[3] == .text(String(repeating: "ab", count: 20)))
        guard case .text(let time) = row[1] else {
            Issue.record("\(row[1])")
            return
        }
        #expect(time.hasPrefix("1970-01-01T00:00:0") && Timestamp(time) != nil)
        #expect(try ask("SELECT NULL, 1.5, x'0aff'").rows == [[.null, .real(1.5), .blob("0aff")]])
    }

    @Test(
        "Nothing but a single question is let through",
        arguments: [
            "DELETE FROM run", "INSERT INTO name (text) VALUES ('x')", "UPDATE run SET ended_at = 1", "DROP TABLE run",
            "CREATE TABLE x (y)", "CREATE TEMP TABLE x (y)", "PRAGMA writable_schema = 1", "PRAGMA query_only = 0",
            "ATTACH '/tmp/isobar-other.sqlite' AS o", "DETACH main", "VACUUM", "VACUUM INTO '/tmp/isobar-copy.sqlite'",
            "BEGIN",
            "REINDEX", "ANALYZE", "SELECT load_extension('x')", "SELECT 1; SELECT 2", "SELECT 1; DROP TABLE run", "",
            "  ",
            "-- nothing", "SELEC 1", "SELECT * FROM nothing", "WITH x AS (DELETE FROM run RETURNING 1) SELECT * FROM x",
        ])
    func refused(sql: String) throws {
        let failure = #expect(throws: Failure.self) { try ask(sql) }
        #expect(failure?.code == .queryRefused, "\(failure?.description ?? "")")
        #expect(failure?.remedy?.isEmpty == false)
        #expect(try ask("SELECT count(*) FROM runs").rows == [[.integer(1)]])
    }

    @Test("A question that does not end is ended; the time is the limit, not the patience of the caller")
    func time() throws {
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        let failure = #expect(throws: Failure.self) { try ask(endless, SQLLimits(time: .milliseconds(50))) }
        #expect(failure?.code == .queryRefused)
        #expect(failure?.response == "it took longer than the time it has, 0.05 seconds")
    }

    @Test("So many rows and no more, and it is said")
    func rows() throws {
        let many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 10) SELECT i FROM n"
        let answer = try ask(many, SQLLimits(rows: 3))
        #expect(answer.rows == [[.integer(1)], [.integer(2)], [.integer(3)]] && answer.hasMore)
        #expect(try !ask(many, SQLLimits(rows: 10)).hasMore)
    }

    @Test("A value that would fill the memory is refused")
    func size() throws {
        let failure = #expect(throws: Failure.self) { try ask("SELECT zeroblob(1000000000)") }
        #expect(failure?.code == .queryRefused)
    }

    @Test("A ledger that is not there is not made")
    func missing() throws {
        let path = fixture.directory + "/other.sqlite"
        let failure = #expect(throws: Failure.self) { try SQLConsole(path: path).ask("SELECT 1") }
        #expect(failure?.code == .ledgerUnusable)
    }
}
