import BrokerModel
import Controller
import Crypto
import Forge
import Foundation
import HTTPTypes
import Reconciliation
import Testing

@testable import WebServer

@Suite("Webhooks", .timeLimit(.minutes(5)))
struct WebhookTests {
    private static let push = Array(#"{"ref": "refs/heads/main", "after": "abc"}"#.utf8)

    private static func signature(_ body: [UInt8], secret: String = ServiceFixture.webhookSecret) -> String {
        HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Data(secret.utf8)))
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static func headers(
        _ kind: ForgeKind, _ body: [UInt8], secret: String = ServiceFixture.webhookSecret
    )
        -> [String: String]
    {
        switch kind {
        case .github: ["X-Hub-Signature-256": "sha256=" + signature(body, secret: secret), "X-GitHub-Event": "push"]
        case .gitea: ["X-Gitea-Signature": signature(body, secret: secret), "X-Gitea-Event": "push"]
        case .gitlab: ["X-Gitlab-Token": secret, "X-Gitlab-Event": "Push Hook", "X-Gitlab-Event-UUID": "1"]
        }
    }

    @Test("GitHub's own example is taken, and nothing that differs from it")
    func vector() throws {
        let file = NSTemporaryDirectory() + "isobar-webhook-\(UUID().uuidString)"
        try Data("It's a Secret to Everybody".utf8).write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let secret = try WebhookSecret(file: file)
        func isTaken(_ text: String, _ body: String) -> Bool {
            var headers = HTTPFields()
            if let name = HTTPField.Name("X-Hub-Signature-256") { headers[name] = text }
            var code = secret.code()
            code.update(data: Data(body.utf8))
            return WebhookSignature(headers, .github)?.isValid(code.finalize(), secret) ?? false
        }
        let good = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
        #expect(isTaken(good, "Hello, World!"))
        #expect(!isTaken(good, "Hello, World?"))
        #expect(!isTaken(String(good.dropLast()) + "8", "Hello, World!"))
        #expect(!isTaken(String(good.dropFirst(7)), "Hello, World!"))
        #expect(!isTaken(good + "00", "Hello, World!"))
    }

    @Test("A push the forge signed leads to a look at once", arguments: ForgeKind.allCases)
    func looks(kind: ForgeKind) async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400)
        let first = try fixture.commit("first")
        try await fixture.taking(kind) { door in
            try await door.service.untilStanding(at: first)
            let second = try fixture.commit("second", antiloop: "1.0.1")
            let path = "/webhooks/\(kind.rawValue)"
            #expect(try await door.send("POST", path, Self.headers(kind, Self.push), body: Self.push).status == 202)
            try await door.service.untilStanding(at: second)
            // The same again is a replay.
            #expect(try await door.send("POST", path, Self.headers(kind, Self.push), body: Self.push).status == 200)
            #expect(await door.service.counted.webhooks == ["taken": 1, "repeated": 1])
        }
    }

    @Test("GitLab tries again under the same Idempotency-Key and another event's name; older ones have that name alone")
    func gitLabRetries() async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400)
        let first = try fixture.commit("first")
        try await fixture.taking(.gitlab) { door in
            try await door.service.untilStanding(at: first)
            func status(_ key: String?, event: String?) async throws -> Int {
                var headers = Self.headers(.gitlab, Self.push)
                headers["X-Gitlab-Event-UUID"] = event
                headers["Idempotency-Key"] = key
                return try await door.send("POST", "/webhooks/gitlab", headers, body: Self.push).status
            }
            let second = try fixture.commit("second", antiloop: "1.0.1")
            #expect(try await status("a", event: "1") == 202)
            try await door.service.untilStanding(at: second)
            let looks = await door.service.counted.looks
            // It tries again after a while without an answer, and when somebody clicks "Resend request".
            #expect(try await status("a", event: "2") == 200)
            #expect(try await status("a", event: nil) == 200)
            #expect(await door.service.counted.webhooks == ["taken": 1, "repeated": 2])
            #expect(await door.service.counted.looks == looks)
            // The same words about another push, and a GitLab before 17.4.
            #expect(try await status("b", event: "2") == 202)
            #expect(try await status(nil, event: "3") == 202)
            #expect(try await status(nil, event: "3") == 200)
            #expect(await door.service.counted.webhooks == ["taken": 3, "repeated": 3])
        }
    }

    @Test("What an event tells: of a push by its reference, of a change by the branch it is meant for", arguments: [
        (#"{"ref": "refs/heads/main"}"#, WebhookEvent.News.push),
        (#"{"ref": "refs/heads/mains"}"#, nil), (#"{"ref": "main"}"#, nil), ("{}", nil), ("[]", nil), ("", nil),
        (#"{"action": "opened", "pull_request": {"number": 7, "base": {"ref": "main"}}}"#, .change(7)),
        (#"{"action": "closed", "pull_request": {"number": 7, "base": {"ref": "other"}}}"#, nil),
        (#"{"ref": "refs/heads/main", "pull_request": {"number": 7, "base": {"ref": "other"}}}"#, nil),
        (#"{"object_kind": "merge_request", "object_attributes": {"iid": 7, "target_branch": "main"}}"#, .change(7)),
        (#"{"object_kind": "merge_request", "object_attributes": {"iid": 7, "target_branch": "other"}}"#, nil),
        (#"{"object_kind": "note", "object_attributes": {"iid": 7, "target_branch": "main"}}"#, nil),
    ] as [(String, WebhookEvent.News?)])
    func events(text: String, news: WebhookEvent.News?) {
        let event = try? JSONDecoder().decode(WebhookEvent.self, from: Data(text.utf8))
        #expect(event?.news(of: "main") == news)
    }

    @Test("What is not signed, signed with another secret, of another branch, or of no branch, leads to nothing")
    func refused() async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400)
        let first = try fixture.commit("first")
        try await fixture.taking(.github) { door in
            try await door.service.untilStanding(at: first)
            let looks = await door.service.counted.looks
            func status(_ headers: [String: String], _ body: [UInt8]) async throws -> Int {
                try await door.send("POST", "/webhooks/github", headers, body: body).status
            }
            #expect(try await status([:], Self.push) == 401)
            #expect(try await status(Self.headers(.github, Self.push, secret: "other"), Self.push) == 401)
            #expect(try await status(Self.headers(.github, Array("x".utf8)), Self.push) == 401)
            for text in [#"{"ref": "refs/heads/other"}"#, "{}", "no JSON"] {
                let body = Array(text.utf8)
                #expect(try await status(Self.headers(.github, body), body) == 200)
            }
            let large = [UInt8](repeating: 0x20, count: WebhookRoute.bodyLimit + 1)
            #expect(try await status(Self.headers(.github, large), large) == 413)
            #expect(await door.service.counted.webhooks == ["refused": 3, "elsewhere": 3])
            _ = await door.service.sync(by: "test")
            #expect(await door.service.counted.looks == looks + 1)
        }
    }

    @Test("The door to the network answers probes and webhooks, and everything else with 401")
    func closed() async throws {
        let fixture = try ServiceFixture()
        try fixture.commit("first")
        try await fixture.taking(.gitea) { door in
            _ = try await door.service.until("it looked") { $0.lookedAt != nil }
            for (method, path, status) in [
                ("GET", "/healthz", 200), ("GET", "/readyz", 200), ("GET", "/metrics", 200),
                ("GET", "/api/v1/status", 401), ("POST", "/api/v1/sync", 401), ("GET", "/nothing", 401),
                ("POST", "/webhooks/github", 401), ("GET", "/webhooks/gitea", 401), ("POST", "/healthz", 401),
            ] {
                let answer = try await door.send(method, path)
                #expect(answer.status == status, "\(method) \(path)")
                #expect(status == 200 || answer.text.contains("application/problem+json"))
            }
        }
    }

    @Test("With an empty secret nothing begins", arguments: ["", " \n\n"])
    func emptySecret(text: String) throws {
        let file = NSTemporaryDirectory() + "isobar-webhook-\(UUID().uuidString)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let failure = #expect(throws: Failure.self) { try WebhookSecret(file: file) }
        #expect(failure?.code == .configurationInvalid)
    }

    @Test("A thousand deliveries are remembered")
    func replays() {
        let recent = RecentDeliveries(limit: 3)
        #expect(["a", "b", "a", "c", "d", "a"].map(recent.take) == [true, true, false, true, true, true])
    }
}
