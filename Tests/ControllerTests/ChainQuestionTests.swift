import BrokerModel
import Controller
import Foundation
import Ledger
import Reconciliation
import Testing

@testable import WebServer

/// The record as a whole over the API: whether it holds, all of it, and questions
/// in SQL.
@Suite("The audit chain over the API", .timeLimit(.minutes(5)))
struct ChainQuestionTests {
    @Test("These take an operator")
    func roles() async throws {
        let fixture = try ServiceFixture()
        try fixture.commit("first")
        try await fixture.open { door in
            let viewer = try await door.token("viewer", .viewer)
            let person = try await door.token("ada", .operator)
            for path in ["verify", "export", "sql?query=SELECT%201"] {
                let refused = try await door.ask("/api/v1/audit/\(path)", as: viewer)
                #expect(refused.status == 403, "\(path)")
                #expect(refused.problem?.remedy?.contains("--role operator") == true)
                #expect(try await door.ask("/api/v1/audit/\(path)", as: person).status == 200, "\(path)")
            }
        }
    }

    @Test("The chain is proven, and held against heads from elsewhere")
    func verified() async throws {
        let fixture = try ServiceFixture()
        let commit = try fixture.commit("first")
        try await fixture.open { door in
            try await door.service.untilStanding(at: commit)
            let person = try await door.token("ada", .operator)
            let told = try await door.ask("/api/v1/audit/verify", as: person).json()
            let head = try await door.ledger.auditHead()
            #expect(told["runs"] as? Int == 1 && told["publishedHeads"] as? Int == 1, "\(told)")
            #expect(told["head"] as? String == head.hash.description)
            #expect(try await door.ask("/api/v1/audit/verify?offline=true", as: person).json()["publishedHeads"] == nil)
            let right = try await door.ask("/api/v1/audit/verify?head=\(head)", as: person)
            #expect(right.status == 200, "\(right.text)")
            let wrong = try await door.ask("/api/v1/audit/verify?head=2:\(head.hash)", as: person)
            #expect(wrong.status == 409 && wrong.problem?.type == "urn:isobar:problem:ledger-tampered", "\(wrong.text)")
            #expect(wrong.problem?.detail.contains("record 2") == true, "\(wrong.text)")
        }
    }

    /// The lines of an answer, which comes in chunks.
    private static func lines(_ answer: PublicDoor.Answer) throws -> [Substring] {
        var rest = answer.body.utf8[...]
        var text: [UInt8] = []
        while let end = rest.firstRange(of: "\r\n".utf8) {
            let size = try #require(Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16))
            guard size > 0 else { break }
            text += rest[end.upperBound...].prefix(size)
            rest = rest[end.upperBound...].dropFirst(size + 2)
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\n")
    }

    private static func record(_ line: Substring) throws -> [String: Any]? {
        let line = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        return line["record"] as? [String: Any]
    }

    @Test("An export is what the command writes, in as many pieces as it takes; it goes on after any record")
    func exported() async throws {
        let fixture = try ServiceFixture()
        let commit = try fixture.commit("first")
        let file = fixture.directory + "/command.jsonl"
        try await fixture.open { door in
            try await door.service.untilStanding(at: commit)
            for number in 1...600 {
                try await door.ledger.note("drill", "all", by: "ada@test", outcome: "\(number)", detail: nil)
            }
            let person = try await door.token("ada", .operator)
            // Who comes with a token stands in the record, too: the first time before the answer.
            _ = try await door.ask("/api/v1/status", as: person)
            let whole = try Self.lines(try await door.ask("/api/v1/audit/export", as: person))
            _ = try await door.ledger.exportAudit(to: file)
            let written = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
            #expect(whole.count > 600 && Array(written.prefix(whole.count)) == whole)

            let records = try whole.compactMap { try Self.record($0) }
            let middle = records[records.count / 2]
            let (number, hash) = (try #require(middle["sequence"] as? Int), try #require(middle["hash"] as? String))
            for after in ["\(number)", "\(number):\(hash)"] {
                let rest = try Self.lines(try await door.ask("/api/v1/audit/export?after=\(after)", as: person))
                #expect(rest.first?.contains("\"previous\":\"\(hash)\"") == true)
                let place = try #require(whole.firstIndex { $0.contains("\"sequence\":\(number + 1),") })
                #expect(rest.dropFirst().prefix(100) == whole[place...].prefix(100))
            }
            let other = try await door.ask("/api/v1/audit/export?after=2:\(hash)", as: person)
            #expect(other.status == 422 && other.problem?.type == "urn:isobar:problem:export-unusable", "\(other.text)")
            #expect(try await door.ask("/api/v1/audit/export?after=99999", as: person).status == 404)

            let some = "/api/v1/audit/export?action=drill&outcome=599"
            let excerpt = try Self.lines(try await door.ask(some, as: person))
            #expect(excerpt.count == 2 && excerpt.first?.contains("\"isExcerpt\":true") == true, "\(excerpt)")
            #expect(try Self.record(try #require(excerpt.last))?["outcome"] as? String == "599")
        }
        // What came over the network is whole: another ledger takes it.
        let copy = try LedgerStore(path: fixture.directory + "/copy.sqlite", clock: fixture.clock)
        let imported = try await copy.importAudit(from: file)
        #expect(imported.records > 600)
    }

    @Test("An export ends with the record that was the last when it began, whatever is recorded meanwhile")
    func ending() async throws {
        let ledger = try ServiceFixture().reconciler().ledger
        for _ in 1...300 { try await ledger.note("drill", "all", by: "ada@test", outcome: "done", detail: nil) }
        var export = ChainExport(ledger: ledger, filter: nil)
        try await export.begin(after: nil)
        var text = ""
        while let piece = try await export.next() {
            text += String(decoding: piece, as: UTF8.self)
            try await ledger.note("drill", "all", by: "ada@test", outcome: "meanwhile", detail: nil)
        }
        let records = try text.split(separator: "\n").compactMap { try Self.record($0) }
        #expect(records.compactMap { $0["sequence"] as? Int } == Array(1...300))
    }

    private static func path(_ query: String, _ more: String = "") throws -> String {
        let text = try #require(query.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        return "/api/v1/audit/sql?query=\(text)\(more)"
    }

    private static let endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

    @Test("SQL is answered as the command does, within its limits")
    func sql() async throws {
        let fixture = try ServiceFixture()
        let commit = try fixture.commit("first")
        try await fixture.open { door in
            try await door.service.untilStanding(at: commit)
            let person = try await door.token("ada", .operator)
            func ask(_ query: String, _ more: String = "") async throws -> PublicDoor.Answer {
                try await door.ask(try Self.path(query, more), as: person)
            }
            let runs = try await ask("SELECT run, outcome, NULL, \"commit\" FROM runs").json()
            #expect(runs["columns"] as? [String] == ["run", "outcome", "NULL", "commit"])
            let row = try #require((runs["rows"] as? [[Any]])?.first)
            #expect(row[0] as? Int == 1 && row[1] as? String == "succeeded" && row[2] is NSNull)
            #expect(row[3] as? String == commit)
            let form = try await door.ask("/api/v1/audit/sql?query=SELECT+1%2B1,'a+b%20c%2Bd'", as: person).json()
            #expect((form["rows"] as? [[Any]])?.first?.map { "\($0)" } == ["2", "a b c+d"], "\(form)")
            let some = try await ask("SELECT resource FROM steps", "&limit=2").json()
            #expect((some["rows"] as? [Any])?.count == 2 && some["hasMore"] as? Bool == true)
            for (query, answer) in [
                ("DELETE FROM run", "only SELECT"), ("SELECT hash FROM token", "prohibited"),
                ("SELECT load_extension('x')", "not authorized"), ("SELECT colour FROM runs", "no such column"),
                ("SELECT hex(zeroblob(500000)) FROM generate_series(1, 30)", "no such table"),
                (
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 30) "
                        + "SELECT hex(zeroblob(500000)) FROM n", "more than 16 MiB"
                ),
            ] {
                let refused = try await ask(query)
                #expect(refused.status == 400, "\(query)")
                #expect(refused.problem?.type == "urn:isobar:problem:query-refused", "\(query)")
                #expect(refused.text.contains(answer), "\(query): \(refused.text)")
            }
            let late = try await ask(Self.endless, "&seconds=1")
            #expect(late.status == 400 && late.text.contains("the time it has, 1.0 seconds"), "\(late.text)")
        }
    }
}
