import BrokerModel
import Controller
import DockerEngine
import Foundation
import Ledger
import Reconciliation
import TestSupport
import Testing

@testable import WebServer

/// Questions about the past, as programs ask them.
@Suite("The past over the API", .timeLimit(.minutes(5)))
struct PastQuestionTests {
    private static func images(_ page: [String: Any]) -> [String] {
        let hosts = page["hosts"] as? [[String: Any]] ?? []
        return hosts.flatMap { $0["resources"] as? [[String: Any]] ?? [] }
            .compactMap { ($0["properties"] as? [String: Any])?["image"] as? String }
    }

    @Test("All pages of a state are of the moment of the first, whatever happens meanwhile")
    func oneMoment() async throws {
        let fixture = try ServiceFixture()
        try await fixture.listening { door in
            try await door.service.untilStanding(at: try fixture.commit("first"))
            let query = "/api/v1/state?node=ca-eccc-msc&limit=1"
            let first = try await door.ask(.get, RequestPath(stringLiteral: query)).json()
            let moment = try #require(first["at"] as? String)
            var cursor = try #require(first["nextCursor"] as? String)
            var images = Self.images(first)
            try await door.service.untilStanding(at: try fixture.commit("second", antiloop: "1.0.1"))
            while true {
                let page = try await door.ask(.get, RequestPath(stringLiteral: "\(query)&cursor=\(cursor)")).json()
                #expect(page["at"] as? String == moment)
                images += Self.images(page)
                guard let next = page["nextCursor"] as? String else { break }
                cursor = next
            }
            #expect(images.filter { $0.hasSuffix("antiloop:1.0.0") }.count == 2, "\(images)")
            #expect(!images.contains { $0.hasSuffix("antiloop:1.0.1") }, "\(images)")
            let same = try await door.ask(.get, RequestPath(stringLiteral: "\(query)&cursor=\(cursor)&at=\(moment)"))
            #expect(same.status == 200, "\(same.text)")
            let now = try await door.ask(.get, RequestPath(stringLiteral: query)).json()
            #expect(Self.images(now).allSatisfy { $0.hasSuffix("antiloop:1.0.1") } && now["at"] as? String != moment)
        }
    }

    @Test("How long a look is trusted is asked for, and said in the answer")
    func trust() async throws {
        let fixture = try ServiceFixture()
        let host = try #require(HostName("waloop01"))
        let looked = fixture.clock() - .seconds(3 * 3600)
        try await fixture.reconciler().ledger.record(
            ObservedState(
                hosts: [host: ObservedHost(host: host, resources: [:], manifest: Manifest())], observedAt: looked),
            key: Array(repeating: 7, count: 32))
        try fixture.commit("first")
        try await fixture.listening { door in
            _ = try await door.service.until("it looked") { $0.lookedAt != nil }
            func known(_ more: String) async throws -> (knowledge: String?, trust: Int?) {
                let path = "/api/v1/state?host=waloop01&at=\(looked + .seconds(3600))\(more)"
                let page = try await door.ask(.get, RequestPath(stringLiteral: path)).json()
                let host = try #require((page["hosts"] as? [[String: Any]])?.first)
                return ((host["known"] as? [String: Any])?["knowledge"] as? String, page["trustSeconds"] as? Int)
            }
            #expect(try await known("") == ("between", 900))
            #expect(try await known("&trustSeconds=7200") == ("seen", 7200))
            let availability = "/api/v1/availability?host=waloop01&since=\(looked)&until=\(looked + .seconds(3600))"
            func reached(_ more: String) async throws -> Double? {
                let answer = try await door.ask(.get, RequestPath(stringLiteral: availability + more)).json()
                return (answer["hosts"] as? [[String: Any]])?.first?["reached"] as? Double
            }
            #expect(try await reached("") == 900)
            #expect(try await reached("&trustSeconds=1800") == 1800)
            let difference = "/api/v1/state/difference?from=\(looked)&trustSeconds=1800"
            let told = try await door.ask(.get, RequestPath(stringLiteral: difference)).json()
            #expect(told["trustSeconds"] as? Int == 1800)
        }
    }

    @Test("Of availability so many nodes come as are asked for, the first ones")
    func worst() async throws {
        let fixture = try ServiceFixture()
        try await fixture.listening { door in
            let node = try #require(DesiredText.files()["nodes/ca-eccc-msc.yaml"])
            try await door.service.untilStanding(
                at: try fixture.commit(
                    "first", files: ["nodes/de-dwd.yaml": node.replacing("ca-eccc-msc", with: "de-dwd")]))
            // None was without an instance: by name.
            for names in [["ca-eccc-msc"], ["ca-eccc-msc", "de-dwd"]] {
                let path = "/api/v1/availability?limit=\(names.count)"
                let nodes = try await door.ask(.get, RequestPath(stringLiteral: path)).json()["nodes"]
                #expect((nodes as? [[String: Any]])?.compactMap { $0["centreId"] as? String } == names)
            }
        }
    }

    @Test("why is asked for one property, and says when there is none")
    func property() async throws {
        let fixture = try ServiceFixture()
        try await fixture.listening { door in
            try await door.service.untilStanding(at: try fixture.commit("first"))
            let why = "/api/v1/why?resource=waloop01/container/ca-eccc-msc"
            func properties(_ more: String) async throws -> [String] {
                let told = try await door.ask(.get, RequestPath(stringLiteral: why + more)).json()
                return (told["properties"] as? [[String: Any]] ?? []).compactMap { $0["property"] as? String }
            }
            #expect(try await properties("").count > 3)
            #expect(try await properties("&property=image") == ["image"])
            let environment = try await properties("&property=environment")
            #expect(!environment.isEmpty && environment.allSatisfy { $0.hasPrefix("environment.") })
            let none = try await door.ask(.get, RequestPath(stringLiteral: why + "&property=colour"))
            #expect(none.status == 404 && none.problem?.type == "urn:isobar:problem:not-found", "\(none.text)")
        }
    }

    @Test("The month comes as JSON, markdown and HTML, by name or by what the client takes")
    func report() async throws {
        let fixture = try ServiceFixture()
        let commit = try fixture.commit("first")
        try await fixture.open { door in
            try await door.service.untilStanding(at: commit)
            let viewer = try await door.token("viewer", .viewer)
            let told = try await door.ask("/api/v1/report", as: viewer).json()
            #expect(told["runs"] as? Int == 1 && told["failedRuns"] as? Int == 0)
            #expect((told["leadTimes"] as? [[String: Any]])?.first?["commit"] as? String == commit)
            #expect((told["actors"] as? [[String: Any]])?.first?["name"] as? String == "isobar@test")
            let availability = try #require(told["availability"] as? [String: Any])
            #expect((availability["nodes"] as? [[String: Any]])?.first?["centreId"] as? String == "ca-eccc-msc")
            for (query, accept, type, part) in [
                ("?format=markdown", "text/html", "text/markdown; charset=utf-8", "\n| `ca-eccc-msc` | "),
                ("?format=html", "*/*", "text/html; charset=utf-8", "<th scope=\"row\">ca-eccc-msc</th>"),
                ("", "text/html,*/*;q=0.8", "text/html; charset=utf-8", "content-security-policy: default-src 'none'"),
                ("", "text/markdown", "text/markdown; charset=utf-8", "# Operations, "),
                ("", "image/png", "application/json", "\"availability\" :"),
            ] {
                let answer = try await door.ask("/api/v1/report\(query)", as: viewer, ["Accept": accept])
                #expect(answer.status == 200 && answer.text.lowercased().contains("content-type: \(type)"))
                #expect(answer.text.lowercased().contains(part.lowercased()), "\(query) \(accept): \(answer.text)")
            }
            let early = "/api/v1/report?since=2001-01-01T00:00:00Z&until=2001-01-02T00:00:00Z"
            #expect(try await door.ask(early, as: viewer).json()["runs"] as? Int == 0)
        }
    }

    @Test(
        "What a client would rather have",
        arguments: [
            (nil, .json), ("*/*", .json), ("", .json), ("text/*", .markdown),
            ("text/html;q=0.1, text/markdown", .markdown),
            ("text/html, */*;q=0.1", .html), ("application/json;q=0, */*", .markdown), ("TEXT/HTML; q=0.5", .html),
        ] as [(String?, ReportForm)])
    func form(header: String?, form: ReportForm) {
        #expect(ReportForm(accepted: header) == form)
    }
}
