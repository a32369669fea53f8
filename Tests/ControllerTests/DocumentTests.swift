import BrokerModel
import Controller
import Foundation
import HTTPTypes
import Hummingbird
import Reconciliation
import Testing

@testable import WebServer

@Suite("The API and its document", .timeLimit(.minutes(5)))
struct DocumentTests {
    /// What is asked of a service that has applied one commit and has a plan that
    /// waits, until every operation answered once as it should.
    private static func requests(_ plan: String, preview: String) -> [(operation: String, path: String, body: String)] {
        let plans = "/api/v1/plans/{digest}"
        return [
            ("GET /healthz", "/healthz", ""), ("GET /readyz", "/readyz", ""), ("GET /metrics", "/metrics", ""),
            ("GET /api/v1/openapi.yaml", "/api/v1/openapi.yaml", ""),
            ("GET /api/v1/status", "/api/v1/status", ""), ("GET /api/v1/hosts", "/api/v1/hosts", ""),
            ("GET /api/v1/nodes", "/api/v1/nodes", ""), ("GET /api/v1/plans", "/api/v1/plans", ""),
            ("GET /api/v1/previews", "/api/v1/previews", ""),
            ("GET /api/v1/previews/{head}", "/api/v1/previews/\(preview)", ""),
            ("GET /api/v1/previews/{head}/comment", "/api/v1/previews/\(preview)/comment", ""),
            ("GET \(plans)", "/api/v1/plans/\(plan)", ""), ("GET /api/v1/runs", "/api/v1/runs", ""),
            ("GET /api/v1/runs/{id}", "/api/v1/runs/1", ""),
            ("GET /api/v1/runs/{id}/events", "/api/v1/runs/1/events", ""),
            ("GET /api/v1/history", "/api/v1/history?node=ca-eccc-msc&action=create", ""),
            ("GET /api/v1/audit", "/api/v1/audit?actor=isobar", ""),
            ("GET /api/v1/state", "/api/v1/state?host=waloop01", ""),
            ("GET /api/v1/state/difference", "/api/v1/state/difference?from=2026-01-01T00:00:00Z", ""),
            ("GET /api/v1/availability", "/api/v1/availability?node=ca-eccc-msc", ""),
            ("GET /api/v1/life", "/api/v1/life?node=ca-eccc-msc", ""),
            ("GET /api/v1/why", "/api/v1/why?resource=waloop01/container/ca-eccc-msc", ""),
            ("GET /api/v1/why", "/api/v1/why?resource=waloop01/container/ca-eccc-msc&property=image", ""),
            ("GET /api/v1/report", "/api/v1/report", ""), ("GET /api/v1/report", "/api/v1/report?format=html", ""),
            ("GET /api/v1/report", "/api/v1/report?format=markdown", ""),
            ("GET /api/v1/audit/verify", "/api/v1/audit/verify", ""),
            ("GET /api/v1/audit/export", "/api/v1/audit/export", ""),
            ("GET /api/v1/audit/sql", "/api/v1/audit/sql?query=SELECT%20*,%20NULL%20FROM%20runs", ""),
            ("POST /api/v1/pause", "/api/v1/pause", #"{"scope": "all", "seconds": 60, "reason": "storm"}"#),
            ("GET /api/v1/status", "/api/v1/status", ""),
            ("POST /api/v1/resume", "/api/v1/resume", #"{"scope": "all"}"#),
            ("POST /api/v1/sync", "/api/v1/sync", ""),
            ("POST /api/v1/rollback", "/api/v1/rollback", #"{"node": "ca-eccc-msc", "run": 1, "reason": "why not"}"#),
            ("GET /api/v1/status", "/api/v1/status", ""),
            ("POST /api/v1/unpin", "/api/v1/unpin", #"{"node": "ca-eccc-msc"}"#),
            ("POST \(plans)/reject", "/api/v1/plans/\(plan)/reject", #"{"reason": "not now"}"#),
            ("POST \(plans)/approve", "/api/v1/plans/\(plan)/approve", ""),
        ]
    }

    @Test("Every route is in the document, and every operation of the document is a route")
    func routes() async throws {
        let fixture = try ServiceFixture()
        let service = try fixture.service()
        let server = try ServiceServer(
            service, ledger: try fixture.reconciler().ledger, configuration: try fixture.configuration(),
            machine: "test", clock: fixture.clock, log: service.log)
        let operations = try APIDocument().operations
        let pages = Set(PageRoutes.paths.map { "GET \($0)" })
        #expect(Set(server.publicDoor().routes.map { "\($0.method.rawValue) \($0.path)" }) == operations.union(pages))
        #expect(Set(server.localDoor().routes.map { "\($0.method.rawValue) \($0.path)" }) == operations.union(pages))
    }

    @Test("Every answer of every operation is as the document says, and what it guards is guarded")
    func answers() async throws {
        let fixture = try ServiceFixture(
            policy: "{apply: approval}", more: "previews: {branches: [\"change/*\"]}\n")
        let first = try fixture.commit("first")
        try await fixture.open { door in
            let document = try APIDocument()
            let admin = try await door.token("admin", .admin)
            let held = try await door.service.until("a plan waits") { $0.state == "waiting" }
            let plan = try #require(held.waiting?.plan)
            #expect(try await door.ask("POST", "/api/v1/plans/\(plan)/approve", as: admin).status == 200)
            try await door.service.untilStanding(at: first)
            let preview = try fixture.branch("change/zone", zone: "UTC")
            try fixture.commit("second", antiloop: "1.0.1")
            let next = try await door.service.until("the next waits") { $0.state == "waiting" }
            let waiting = try #require(next.waiting?.plan)
            _ = try await door.service.until("the plan is kept") { _ in
                (try? await door.ask("/api/v1/plans/\(waiting)", as: admin))?.status == 200
            }
            _ = try await door.service.until("there is a preview") { _ in
                await !door.service.previews.shown.isEmpty
            }
            var asked: Set<String> = []
            for (operation, path, body) in Self.requests(waiting, preview: preview) {
                asked.insert(operation)
                let method = operation.hasPrefix("GET") ? "GET" : "POST"
                let open = try await door.send(method, path, body: Array(body.utf8))
                let isGuarded = try document.isGuarded(operation)
                #expect((open.status == 401) == isGuarded, "\(operation)")
                #expect(try document.objections(to: open, of: operation) == [], "\(operation) without a token")
                let answer = try await door.ask(method, path, as: admin, body: body)
                let summary = await door.service.status.summary
                #expect(answer.status == 200, "\(operation): \(answer.text), while \(summary)")
                #expect(try document.objections(to: answer, of: operation) == [], "\(operation)")
            }
            let operations = try document.operations
            #expect(asked == operations)
            for (operation, path) in [
                ("GET /api/v1/runs/{id}", "/api/v1/runs/99"), ("GET /api/v1/runs/{id}/events", "/api/v1/runs/0/events"),
                ("GET /api/v1/audit/sql", "/api/v1/audit/sql?query=DELETE%20FROM%20run"),
                ("GET /api/v1/audit/verify", "/api/v1/audit/verify?head=1:sha256:\(String(repeating: "0", count: 64))"),
                ("GET /api/v1/audit/export", "/api/v1/audit/export?after=1000000"),
                ("GET /api/v1/history", "/api/v1/history?host="), ("GET /api/v1/runs", "/api/v1/runs?limit=0"),
            ] {
                let answer = try await door.ask(path, as: admin)
                #expect((400...499).contains(answer.status), "\(path)")
                #expect(try document.objections(to: answer, of: operation) == [], "\(path)")
            }
        }
    }

    @Test("The test's own eyes: what the document does not say is seen")
    func eyes() throws {
        let document = try APIDocument()
        func objections(_ body: String, _ status: Int = 200) throws -> [String] {
            let head = "HTTP/1.1 \(status) x\r\nContent-Type: application/json\r\n\r\n"
            return try document.objections(
                to: PublicDoor.Answer(status: status, text: head + body), of: "GET /api/v1/plans")
        }
        #expect(try objections(#"{"plans": []}"#) == [])
        #expect(try objections(#"{"plan": []}"#).count == 2)
        #expect(try objections(#"{"plans": [{"plan": "x"}]}"#).isEmpty == false)
        #expect(try objections(#"{"plans": {}}"#).isEmpty == false)
        #expect(try objections(#"{"plans": []}"#, 418).isEmpty == false)
    }
}
