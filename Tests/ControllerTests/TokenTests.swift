import BrokerModel
import Controller
import Foundation
import Ledger
import Testing

@testable import WebServer

@Suite("Tokens and roles", .timeLimit(.minutes(5)))
struct TokenTests {
    @Test("A token has a form of its own, is another each time, and has no printable form")
    func form() throws {
        let tokens = (0..<50).map { _ in AccessToken() }
        #expect(Set(tokens.map(\.hash)).count == 50)
        let token = try #require(tokens.first)
        token.withRevealed { text in
            #expect(text.hasPrefix("isobar_") && text.utf8.count == 50)
            #expect(AccessToken(text)?.hash == Digest(of: text))
            #expect(AccessToken(String(text.dropLast())) == nil)
            #expect(AccessToken(text + "A") == nil)
            #expect(AccessToken(String(text.dropLast()) + "é") == nil)
            #expect(AccessToken(String(text.dropLast()) + "'") == nil)
            #expect(!"\(token)".contains(text.dropFirst(7)))
            #expect(!String(reflecting: token).contains(text.dropFirst(7)))
        }
    }

    @Test("Without a token there are probes, the page's files and the document, and nothing else, not even a 404")
    func closed() async throws {
        let fixture = try ServiceFixture()
        try fixture.commit("first")
        try await fixture.open { door in
            for path in ["/healthz", "/metrics", "/", "/page.js", "/page.css", "/api/v1/openapi.yaml"] {
                #expect(try await door.send("GET", path).status == 200, "\(path)")
            }
            for (method, path) in [
                ("GET", "/api/v1/status"), ("GET", "/api/v1/nothing"), ("GET", "/nothing"), ("POST", "/api/v1/sync"),
                ("POST", "/"), ("DELETE", "/healthz"), ("POST", "/webhooks/github"), ("GET", "//api/v1/status"),
                ("GET", "/api/v1/%73tatus"), ("HEAD", "/api/v1/status"),
            ] {
                let answer = try await door.send(method, path)
                #expect(answer.status == 401, "\(method) \(path): \(answer.text)")
                #expect(answer.text.lowercased().contains("www-authenticate: bearer"))
            }
        }
    }

    @Test("What is no token, a token of nobody, a revoked one and one that has expired are refused alike")
    func refused() async throws {
        let fixture = try ServiceFixture()
        try fixture.commit("first")
        try await fixture.open { door in
            let good = try await door.token("good", .viewer)
            #expect(try await door.ask("/api/v1/status", as: good).status == 200)
            let revoked = try await door.token("revoked", .admin)
            #expect(try await door.ask("/api/v1/status", as: revoked).status == 200)
            try await door.ledger.revokeToken(named: "revoked", by: "ada@test")
            let old = try await door.token("old", .admin, expiresAt: fixture.clock() - .seconds(1))
            for token in [revoked, old, AccessToken()] {
                let answer = try await door.ask("/api/v1/status", as: token)
                #expect(answer.status == 401)
                #expect(answer.problem?.type == "urn:isobar:problem:token-refused")
            }
            for header in ["Bearer", "Bearer ", "Bearer x", "Basic YTpi", "Bearer isobar_' OR 1=1 --"] {
                let answer = try await door.send("GET", "/api/v1/status", ["Authorization": header])
                #expect(answer.status == 401, "\(header)")
            }
            // The scheme is compared without regard to case (RFC 9110, section 11.1).
            let lower = good.withRevealed { ["Authorization": "bearer  \($0)"] }
            #expect(try await door.send("GET", "/api/v1/status", lower).status == 200)
        }
    }

    @Test("A viewer looks, an operator orders, an admin lifts limits; a refusal says which role it takes")
    func roles() async throws {
        let fixture = try ServiceFixture(policy: "{apply: approval}")
        try fixture.commit("first")
        try await fixture.open { door in
            let held = try await door.service.until("a plan waits") { $0.state == "waiting" }
            let plan = try #require(held.waiting?.plan)
            let approve = "/api/v1/plans/\(plan)/approve"
            let viewer = try await door.token("viewer", .viewer)
            let orders = [
                ("/api/v1/sync", ""), (approve, ""), ("/api/v1/plans/\(plan)/reject", ""),
                ("/api/v1/pause", #"{"scope": "all", "seconds": 60, "reason": "x"}"#),
                ("/api/v1/resume", #"{"scope": "all"}"#), ("/api/v1/rollback", ""), ("/api/v1/unpin", ""),
            ]
            for (path, body) in orders {
                let answer = try await door.ask("POST", path, as: viewer, body: body)
                #expect(answer.status == 403, "\(path)")
                #expect(answer.problem?.remedy?.contains("--role operator") == true)
            }
            #expect(await door.service.status.state == "waiting")
            let person = try await door.token("ada", .operator)
            let more = try await door.ask("POST", approve, as: person, body: #"{"allowDeletes": 100}"#)
            #expect(more.status == 403)
            #expect(more.problem?.remedy?.contains("--role admin") == true)
            #expect(try await door.ask("POST", approve, as: person).status == 200)
            _ = try await door.service.until("applied") { $0.state == "standing" }
            #expect(try await door.ledger.runs(limit: 1).first?.actor == "token/ada")
        }
    }

    @Test("Who comes with a token stands in the record once, and so does who comes with none that is valid")
    func recorded() async throws {
        let fixture = try ServiceFixture()
        try fixture.commit("first")
        try await fixture.open { door in
            let token = try await door.token("dashboard", .viewer)
            for _ in 0..<3 {
                _ = try await door.ask("/api/v1/status", as: token)
                _ = try await door.ask("/api/v1/status", as: AccessToken())
            }
            let logins = try await door.ledger.auditEntries(matching: HistoryFilter(limit: 500)).filter { $0.action == "login" }
            #expect(logins.filter { $0.outcome == "admitted" }.map(\.actor) == ["token/dashboard"])
            #expect(logins.contains { $0.outcome == "refused" })
            _ = try await door.ledger.verifyAuditChain()
        }
        #expect(fixture.said.lines.count { $0.message == "a token is used" } == 1)
    }

    @Test("A visitor is noted again after a while, and at once when the clock was set back")
    func visits() {
        let visits = Visits()
        let start = Timestamp(seconds: 1_000_000)
        #expect(visits.isWorthNoting("a", at: start, every: .seconds(60)))
        #expect(!visits.isWorthNoting("a", at: start + .seconds(59), every: .seconds(60)))
        #expect(visits.isWorthNoting("b", at: start, every: .seconds(60)))
        #expect(visits.isWorthNoting("a", at: start + .seconds(60), every: .seconds(60)))
        #expect(visits.isWorthNoting("a", at: start, every: .seconds(60)))
    }

    @Test("The page's files hold no data, and the browser is told to read no value as markup")
    func page() async throws {
        let fixture = try ServiceFixture()
        try fixture.commit("first")
        try await fixture.open { door in
            let page = try await door.send("GET", "/")
            let head = page.text.lowercased()
            #expect(head.contains("content-security-policy: default-src 'none'; script-src 'self';"))
            #expect(head.contains("require-trusted-types-for 'script'; trusted-types 'none'"))
            #expect(head.contains("x-content-type-options: nosniff"))
            #expect(!page.body.contains("<script>") && !page.body.contains("style=") && !page.body.contains("onclick"))
            let script = try await door.send("GET", "/page.js").body
            for sink in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"] {
                #expect(!script.contains(sink))
            }
        }
    }
}
