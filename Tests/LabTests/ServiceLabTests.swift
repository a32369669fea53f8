import Foundation
import Testing

/// `isobar serve` on real hosts: nothing but pushes, approvals and accidents.
@Suite("The service on the lab", .serialized)
struct ServiceLabTests {
    @Test("A push is told of by webhook, approved, applied; what is stopped by hand runs again; SIGTERM ends it")
    func story() async throws {
        let broker = try await FaultyBroker.converged()
        let forge = try await Forge(broker.controller)
        let controller = forge.controller
        let service = try controller.serving()
        defer { service.send(SIGKILL) }
        try await service.says("the hosts are as the commit wants them")

        let apply = try await controller.isobar("apply", "--yes")
        #expect(apply.status == 7 && apply.errorOutput.contains("isobar sync"), "\(apply.errorOutput)")

        // It asks the branch once an hour: whatever it notices now, it was told.
        let before = try await broker.lab.allContainers()
        try await broker.change()
        #expect(try await forge.tell(signedWith: "another secret") == 401)
        #expect(try await forge.tell() == 202)
        try await service.says("a plan waits for approval")
        #expect(try await broker.lab.allContainers() == before)
        let digest = try #require(service.field("plan", ofLine: "a plan waits for approval"))
        let approved = try await controller.isobar("approve", String(digest.prefix(19)), "--reason", "seen")
        #expect(approved.status == 0, "\(approved.errorOutput)")
        let commit = try await controller.git("rev-parse", "HEAD")
        try await service.says("wants them\",\"commit\":\"\(commit)")
        let after = try await broker.lab.allContainers()
        #expect(after.filter { before[$0.key] != $0.value }.count == 2 * FaultyBroker.nodes.count)
        let run = try await controller.isobar("history", "--limit", "1", "--format", "json")
        #expect(!run.output.contains("isobar@") && run.output.contains("succeeded"), "\(run.output)")

        let node = FaultyBroker.nodes[0]
        let instance = try #require(after.keys.sorted().first { $0.hasSuffix("/" + node) })
        let host = String(instance.prefix { $0 != "/" })
        try await broker.lab.on(host, "docker stop -t 1 \(node)")
        try await eventually("\(instance) runs again", within: .seconds(30)) {
            try await broker.lab.containers(on: host)[node] == after[instance]
        }
        try await service.says("\"purpose\":\"heal\"")
        try await service.says("wants them\",\"commit\":\"\(commit)", times: 2)

        service.send(SIGTERM)
        #expect(try await service.end() == 0)
        #expect(try await controller.plan().steps.isEmpty)
        #expect(try await broker.openRecords() == "0 0")
    }

    @Test("Every node deleted, a branch that is gone, a host that is away, two approvals at once: nothing is lost by it")
    func accidents() async throws {
        let broker = try await FaultyBroker.converged()
        let forge = try await Forge(broker.controller)
        let controller = forge.controller
        let service = try controller.serving()
        defer { service.send(SIGKILL) }
        try await service.says("the hosts are as the commit wants them")
        let before = try await broker.lab.allContainers()

        _ = try await controller.git("rm", "--quiet", "-r", "nodes")
        try await controller.commit("No nodes")
        let emptied = try await controller.isobar("sync")
        #expect(emptied.output.contains("nodes and hosts, 5 are allowed"), "\(emptied.output)")
        let deleting = try #require(service.field("plan", ofLine: "a plan waits for approval"))
        #expect(try await controller.isobar("approve", deleting).status == 7)

        // Taken back by force, and then the branch itself is gone. The hosts are looked after all the same.
        _ = try await controller.git("reset", "--quiet", "--hard", "HEAD~1")
        _ = try await controller.git("checkout", "--quiet", "-B", "elsewhere")
        _ = try await controller.git("branch", "-D", "main")
        let gone = try await controller.isobar("sync")
        #expect(gone.output.contains("there is no such branch"), "\(gone.output)")
        let node = FaultyBroker.nodes[0]
        let instance = try #require(before.keys.sorted().first { $0.hasSuffix("/" + node) })
        let host = String(instance.prefix { $0 != "/" })
        try await broker.lab.on(host, "docker rm -f \(node)")
        try await eventually("\(instance) is there again", within: .seconds(30)) {
            try await broker.lab.containers(on: host)[node] != nil
        }
        let kept = try await broker.lab.allContainers()
        #expect(kept.keys == before.keys && kept.filter { before[$0.key] != $0.value }.map(\.key) == [instance])
        _ = try await controller.git("checkout", "--quiet", "-b", "main")

        try await broker.fault("waloop03", "cut")
        try await broker.change()
        let head = try await controller.git("rev-parse", "HEAD")
        _ = try await controller.isobar("sync")
        // The run that put the container back may be at hand still: then the plan comes after it.
        try await eventually("a plan of \(head) waits", within: .seconds(60), seen: { service.lastLines }) {
            service.field("commit", ofLine: "a plan waits for approval") == head
        }
        try await approve(try #require(service.field("plan", ofLine: "a plan waits for approval")), controller)
        try await service.says("not all is as the commit wants it")
        try await broker.heal("waloop03")
        // Its part of the commit waits for a person; what the host missed besides may be mended first.
        var approvals = 1
        try await eventually("\(head) is on all hosts", within: .seconds(120), seen: { service.lastLines }) {
            if service.errorOutput.contains("wants them\",\"commit\":\"\(head)") { return true }
            let back = try await controller.isobar("sync")
            guard let waits = back.output.firstMatch(of: /isobar approve (sha256:[0-9a-f]{64})/) else { return false }
            try await approve(String(waits.1), controller)
            approvals += 1
            return false
        }
        #expect(service.errorOutput.components(separatedBy: "\"approvedBy\"").count - 1 == approvals)
        service.send(SIGTERM)
        #expect(try await service.end() == 0)
        #expect(try await controller.plan().steps.isEmpty)
        #expect(try await broker.openRecords() == "0 0")
    }

    /// Two people approve the plan that waits at the same moment; it is carried out once.
    private func approve(_ digest: String, _ controller: ControllerFixture) async throws {
        async let one = controller.isobar("approve", digest)
        async let other = controller.isobar("approve", digest)
        let both = try await [one, other]
        #expect(both.contains { $0.status == 0 }, "\(both.map(\.errorOutput))")
    }
}

/// A controller with a service that is told of pushes as GitHub does.
private struct Forge {
    let controller: ControllerFixture
    private let port: String

    private static let secret = "a secret of this test"

    init(_ controller: ControllerFixture) async throws {
        let free = try await Shell.run(
            "/usr/bin/python3",
            ["-c", "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"])
        let port = free.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let secret = controller.directory + "/webhook"
        try Self.secret.write(toFile: secret, atomically: true, encoding: .utf8)
        self.port = port
        self.controller = try controller.with(configuration: "serve.yaml") { lines in
            lines = lines.map { $0.replacingOccurrences(of: "pollSeconds: 30", with: "pollSeconds: 3600") }
            lines.append("server: {listen: \"127.0.0.1:\(port)\"}")
            lines.append("forge: {kind: github, webhookSecretFile: \(secret)}")
        }
    }

    /// Sends the push of the head.
    ///
    /// - Returns: the status of the answer.
    func tell(signedWith secret: String = Self.secret) async throws -> Int? {
        let commit = try await controller.git("rev-parse", "HEAD")
        let sent = try await Shell.run(
            "/usr/bin/python3",
            [
                "-c",
                """
                import hashlib, hmac, sys, urllib.error, urllib.request
                port, secret, commit = sys.argv[1:]
                body = ('{"ref": "refs/heads/main", "after": "%s"}' % commit).encode()
                code = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
                headers = {"Content-Type": "application/json", "X-Hub-Signature-256": "sha256=" + code}
                request = urllib.request.Request(f"http://127.0.0.1:{port}/webhooks/github", body, headers)
                try:
                    print(urllib.request.urlopen(request, timeout=10).status)
                except urllib.error.HTTPError as refused:
                    print(refused.code)
                """, port, secret, commit,
            ])
        try #require(sent.status == 0, "\(sent.errorOutput)")
        return Int(sent.output.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
