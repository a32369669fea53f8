import BrokerModel
import Controller
import DockerEngine
import Forge
import Foundation
import Testing

@testable import WebServer

/// Deliveries as the forges' documentation shows them, shortened, and what no forge sends.
@Suite("Webhooks as they come over the wire", .timeLimit(.minutes(5)))
struct WebhookSampleTests {
    /// What a forge sends at a push.
    struct Sample: Sendable, CustomTestStringConvertible {
        let forge: String
        let kind: ForgeKind

        /// Beside what is signed.
        let headers: [String: String]
        let body: String

        var testDescription: String { forge }

        /// As the forge would send it with the fixture's secret.
        func signed(_ bytes: [UInt8]) -> [String: String] {
            var all = headers.merging(WebhookTests.headers(kind, bytes)) { own, _ in own }
            if forge == "Forgejo" { all["X-Forgejo-Signature"] = all["X-Gitea-Signature"] }
            return all
        }
    }

    private static let before = String(repeating: "1", count: 40)
    private static let after = String(repeating: "2", count: 40)

    /// What Gitea and Forgejo, which came from it, send.
    private static let giteaBody = """
        {"ref": "refs/heads/main", "before": "\(before)", "after": "\(after)",
         "compare_url": "https://forge.example.org/wis2/state/compare/1...2",
         "commits": [{"id": "\(after)", "message": "Bump the antiloop\\n", "timestamp": "2026-11-23T06:00:00Z",
           "author": {"name": "Ada", "email": "ada@example.org", "username": "ada"},
           "added": [], "removed": [], "modified": ["versions.yaml"]}],
         "total_commits": 1, "head_commit": {"id": "\(after)"},
         "repository": {"id": 140, "full_name": "wis2/state", "private": true, "default_branch": "main"},
         "pusher": {"id": 1, "login": "ada"}, "sender": {"id": 1, "login": "ada"}}
        """

    static let samples = [
        // GitHub, "Webhook events and payloads", "push".
        Sample(
            forge: "GitHub", kind: .github,
            headers: [
                "User-Agent": "GitHub-Hookshot/044aadd", "Content-Type": "application/json", "X-GitHub-Event": "push",
                "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958", "X-GitHub-Hook-ID": "292430182",
                "X-Hub-Signature": "sha1=" + String(repeating: "0", count: 40),
            ],
            body: """
                {"ref": "refs/heads/main", "before": "\(before)", "after": "\(after)", "base_ref": null,
                 "created": false, "deleted": false, "forced": false,
                 "compare": "https://github.com/wis2/state/compare/1...2",
                 "commits": [{"id": "\(after)", "distinct": true, "message": "Bump the antiloop",
                   "author": {"name": "Ada", "email": "ada@example.org"}, "modified": ["versions.yaml"]}],
                 "head_commit": {"id": "\(after)"}, "pusher": {"name": "ada", "email": "ada@example.org"},
                 "repository": {"id": 1, "full_name": "wis2/state", "master_branch": "main"},
                 "sender": {"login": "ada", "id": 1, "type": "User"}}
                """),
        // GitLab, "Webhook events", "Push events".
        Sample(
            forge: "GitLab", kind: .gitlab,
            headers: [
                "User-Agent": "GitLab/18.1.0", "Content-Type": "application/json", "X-Gitlab-Event": "Push Hook",
                "X-Gitlab-Instance": "https://gitlab.example.org",
                "X-Gitlab-Webhook-UUID": "02affd2d-2cba-4033-917d-ec22d5dc4b38",
                "X-Gitlab-Event-UUID": "13792a34-cac6-4fda-95a8-c58e00a3954e",
                "Idempotency-Key": "f5e57ebe-07b1-4ea7-b2a5-0a6a0c7b1c4c",
            ],
            body: """
                {"object_kind": "push", "event_name": "push", "before": "\(before)", "after": "\(after)",
                 "ref": "refs/heads/main", "ref_protected": true, "checkout_sha": "\(after)", "user_id": 4,
                 "user_name": "Ada", "user_username": "ada", "project_id": 15,
                 "project": {"id": 15, "name": "state", "path_with_namespace": "wis2/state", "default_branch": "main"},
                 "commits": [{"id": "\(after)", "message": "Bump the antiloop", "title": "Bump the antiloop",
                   "author": {"name": "Ada", "email": "ada@example.org"},
                   "added": [], "modified": ["versions.yaml"], "removed": []}],
                 "total_commits_count": 1}
                """),
        // Gitea, "Webhooks", "Event information".
        Sample(
            forge: "Gitea", kind: .gitea,
            headers: [
                "Content-Type": "application/json", "X-Gitea-Event": "push", "X-Gogs-Event": "push",
                "X-GitHub-Event": "push", "X-Gitea-Delivery": "f6266f16-1bf3-46a5-9ea4-602e06ead473",
            ],
            body: giteaBody),
        // Forgejo, "Webhooks": Gitea's headers beside its own.
        Sample(
            forge: "Forgejo", kind: .gitea,
            headers: [
                "Content-Type": "application/json", "X-Forgejo-Event": "push", "X-Gitea-Event": "push",
                "X-GitHub-Event": "push", "X-Forgejo-Delivery": "f6266f16-1bf3-46a5-9ea4-602e06ead473",
            ],
            body: giteaBody),
    ]

    @Test("A push as the forge documents it leads to a look; changed on its way, to none", arguments: samples)
    func documented(sample: Sample) async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400)
        let first = try fixture.commit("first")
        try await fixture.taking(sample.kind) { door in
            try await door.service.untilStanding(at: first)
            let second = try fixture.commit("second", antiloop: "1.0.1")
            let (path, body) = ("/webhooks/\(sample.kind.rawValue)", Array(sample.body.utf8))
            var wrong = sample.signed(Array((sample.body + " ").utf8))
            if sample.kind == .gitlab { wrong["X-Gitlab-Token"] = "guess" }
            #expect(try await door.send("POST", path, wrong, body: body).status == 401)
            #expect(try await door.send("POST", path, sample.signed(body), body: body).status == 202)
            try await door.service.untilStanding(at: second)
            #expect(await door.service.counted.webhooks == ["refused": 1, "taken": 1])
        }
    }

    @Test("The signature comes first: what is no JSON is refused for it, and looked into only when signed")
    func signatureFirst() async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400)
        let first = try fixture.commit("first")
        try await fixture.taking(.github) { door in
            try await door.service.untilStanding(at: first)
            let body = Array("{no JSON".utf8)
            let wrong = WebhookTests.headers(.github, body, secret: "other")
            let refused = try await door.send("POST", "/webhooks/github", wrong, body: body)
            #expect(refused.status == 401)
            #expect(refused.text.contains("the signature is not of this body and secret"), "\(refused.text)")
            let good = WebhookTests.headers(.github, body)
            #expect(try await door.send("POST", "/webhooks/github", good, body: body).status == 200)
            #expect(await door.service.counted.webhooks == ["refused": 1, "elsewhere": 1])
        }
    }

    @Test("A body that comes in chunks is answered with 413 once it is over 1 MiB, before it ends, and not looked into")
    func chunked() async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400)
        let first = try fixture.commit("first")
        try await fixture.taking(.github) { door in
            try await door.service.untilStanding(at: first)
            let looks = await door.service.counted.looks
            let stream = try UnixSocketStream(path: door.socket)
            let signature = "sha256=" + String(repeating: "0", count: 64)
            let head = """
                POST /webhooks/github HTTP/1.1\r\nHost: isobar\r\nTransfer-Encoding: chunked\r\n\
                X-GitHub-Event: push\r\nX-Hub-Signature-256: \(signature)\r\n\r\n
                """
            try await stream.write(Array(head.utf8))
            // No chunk of size 0 is sent: to the server the body goes on.
            let size = 1 << 16
            let chunk = Array("\(String(size, radix: 16))\r\n".utf8) + [UInt8](repeating: 0x20, count: size) + [13, 10]
            for _ in 0..<(WebhookRoute.bodyLimit / size) { try await stream.write(chunk) }
            // The last byte that is one too many. Who is refused is not read from any more.
            try? await stream.write(Array("1\r\n \r\n".utf8))
            let answer = String(decoding: try await stream.read(), as: UTF8.self)
            await stream.close()
            #expect(answer.hasPrefix("HTTP/1.1 413 "), "\(answer)")
            // Neither its signature nor its text was judged.
            #expect(await door.service.counted.webhooks.isEmpty)
            #expect(await door.service.counted.looks == looks)
        }
    }
}
