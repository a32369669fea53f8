import BrokerModel
import Controller
import DockerEngine
import Foundation
import Reconciliation
import Testing

@testable import WebServer

@Suite("Lists in pages, and their filters", .timeLimit(.minutes(5)))
struct ListTests {
    /// All entries of a list, page by page, each with its value of a key.
    private static func collect(
        _ list: String, _ name: String, _ key: String, _ query: String, by size: Int, _ door: Listening
    ) async throws -> [String] {
        var found: [String] = []
        var cursor: String?
        repeat {
            let path = "/api/v1/\(list)?limit=\(size)\(query)\(cursor.map { "&cursor=\($0)" } ?? "")"
            let page = try await door.ask(.get, RequestPath(stringLiteral: path)).json()
            let entries = try #require(page[name] as? [[String: Any]])
            #expect(entries.count <= size)
            found += entries.map { "\($0[key] ?? "")" }
            cursor = page["nextCursor"] as? String
            // A page that leads on is full.
            #expect(cursor == nil || entries.count == size)
        } while cursor != nil
        return found
    }

    @Test("However large the pages, all entries come, each once and in order")
    func pages() async throws {
        let fixture = try ServiceFixture()
        try await fixture.listening { door in
            for (index, version) in ["1.0.0", "1.0.1", "1.0.0"].enumerated() {
                try await door.service.untilStanding(at: try fixture.commit("commit \(index)", antiloop: version))
            }
            for size in [1, 2, 3, 500] {
                #expect(try await Self.collect("runs", "runs", "run", "", by: size, door) == ["3", "2", "1"])
                let hosts = try await Self.collect("hosts", "hosts", "name", "", by: size, door)
                #expect(hosts == ["waloop01", "waloop02", "wbroker01"])
                #expect(try await Self.collect("state", "hosts", "host", "", by: size, door) == hosts)
            }
            let records = try await Self.collect("audit", "records", "sequence", "", by: 7, door).compactMap { Int($0) }
            #expect(records == Array((1...records.count).reversed()))
            let whole = try await Self.collect("history", "steps", "run", "&host=waloop01", by: 500, door)
            #expect(!whole.isEmpty && whole.count > 2)
            #expect(try await Self.collect("history", "steps", "run", "&host=waloop01", by: 2, door) == whole)
        }
    }

    @Test("Filters narrow as in isobar history")
    func filters() async throws {
        let fixture = try ServiceFixture()
        try await fixture.listening { door in
            let first = try fixture.commit("first")
            try await door.service.untilStanding(at: first)
            try await door.service.untilStanding(at: try fixture.commit("second", antiloop: "1.0.1"))
            func runs(_ query: String) async throws -> [String] {
                try await Self.collect("runs", "runs", "run", query, by: 500, door)
            }
            #expect(try await runs("&commit=\(first.prefix(8))") == ["1"])
            #expect(try await runs("&actor=isobar") == ["2", "1"])
            #expect(try await runs("&actor=ada") == [])
            for time in ["1999-12-31T23:00:00+01:00", "1999-12-31T23:00:00%2B01:00"] {
                #expect(try await runs("&since=\(time)&outcome=succeeded") == ["2", "1"])
            }
            #expect(try await runs("&outcome=failed") == [])
            #expect(try await runs("&outcome=failed&outcome=succeeded") == ["2", "1"])
            #expect(try await runs("&since=2000-01-01T00:00:00Z&until=2001-01-01T00:00:00Z") == [])
            let past = try await door.ask(.get, "/api/v1/state?at=2000-01-01T00:00:00Z").json()
            #expect(
                (past["hosts"] as? [[String: Any]])?.allSatisfy { ($0["resources"] as? [Any])?.isEmpty == true } == true
            )
            let now = try await door.ask(.get, "/api/v1/state?host=waloop01&node=ca-eccc-msc").json()
            let host = try #require((now["hosts"] as? [[String: Any]])?.first)
            let names = (host["resources"] as? [[String: Any]])?.compactMap { $0["resource"] as? String } ?? []
            #expect(names.contains("waloop01/container/ca-eccc-msc") && names.allSatisfy { $0.contains("ca-eccc-msc") })
            let steps = try await door.ask(.get, "/api/v1/history?node=ca-eccc-msc&action=replace").json()
            let entries = try #require(steps["steps"] as? [[String: Any]])
            #expect(entries.count == 2)
            #expect(entries.allSatisfy { ($0["step"] as? [String: Any])?["action"] as? String == "replace" })

            let life = try await door.ask(.get, "/api/v1/life?node=ca-eccc-msc").json()
            let stays = try #require(life["life"] as? [[String: Any]])
            let images = Set(stays.compactMap { $0["image"] as? String }.map { String($0.suffix(5)) })
            #expect(images == ["1.0.0", "1.0.1"] && stays.allSatisfy { $0["node"] as? String == "ca-eccc-msc" }, "\(stays)")
            let nobody = try await door.ask(.get, "/api/v1/life?node=de-dwd").json()
            #expect((nobody["life"] as? [Any])?.isEmpty == true)

            func records(_ query: String) async throws -> [String] {
                try await Self.collect("audit", "records", "action", query, by: 2, door)
            }
            #expect(try await records("&node=ca-eccc-msc&action=replace&outcome=succeeded") == ["replace", "replace"])
            let ofNode = try await records("&host=waloop01&node=ca-eccc-msc")
            #expect(Set(ofNode).isSuperset(of: ["create", "replace"]) && !ofNode.contains("see"))
            #expect(try await records("&resource=waloop01/container/ca-eccc-msc") == ["replace", "create"])
            #expect(try await records("&action=see&actor=isobar") == ["see", "see"])
            #expect(try await records("&action=see&commit=\(first.prefix(8))") == ["see"])
            #expect(try await records("&action=see&until=2001-01-01T00:00:00Z") == [])
            #expect(try await records("&actor=ada") == [])
            #expect(try await records("&host=nowhere") == [])
            let replaced = try await door.ask(.get, "/api/v1/state?action=replace").json()
            let of = (replaced["hosts"] as? [[String: Any]])?.flatMap { $0["resources"] as? [[String: Any]] ?? [] } ?? []
            #expect(of.count == 2 && of.allSatisfy { ($0["resource"] as? String)?.contains("ca-eccc-msc") == true })
        }
    }

    @Test(
        "A filter that is not understood is refused by name, not left out",
        arguments: [
            "runs?node=a", "runs?limit=501", "runs?limit=x", "runs?cursor=steps-1", "runs?cursor=x", "runs?since=now",
            "runs?actor=%FF", "runs?commit=abc", "runs?actor=a&actor=b", "history?action=make", "history?host=a/b", "history?resource=a",
            "audit?cursor=-1", "audit?host=a/b", "audit?until=7d", "hosts?limit=-1", "state?at=2999-01-01T00:00:00Z", "state?at=yesterday",
            "state?action=make", "state/difference", "state/difference?from=2999-01-01T00:00:00Z", "availability?node=A/B",
            "availability?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z", "why", "why?resource=waloop01", "life", "life?node=A/B",
            "availability?limit=0", "availability?trustSeconds=599", "state?trustSeconds=x", "report?format=pdf",
            "state?cursor=waloop01", "state?cursor=9000000000000000-waloop01",
            "state?cursor=1790000000000000-waloop01&at=2026-09-21T14:13:21Z", "audit/export?after=-1",
            "audit/export?cursor=1", "audit/verify?head=1", "audit/verify?offline=maybe", "audit/sql",
            "audit/sql?query=SELECT%201&limit=0", "audit/sql?query=SELECT%201&seconds=61",
            "why?resource=waloop01/container/a&earlier=-1", "status?x", "runs?%22=1",
        ])
    func refused(query: String) async throws {
        let fixture = try ServiceFixture()
        try fixture.commit("first")
        try await fixture.listening { door in
            let answer = try await door.ask(.get, RequestPath(stringLiteral: "/api/v1/\(query)"))
            #expect(answer.status == 400, "\(answer.text)")
            #expect(answer.problem?.type == "urn:isobar:problem:usage")
        }
    }
}
