import Foundation
import TestSupport
import Testing

/// The service as a process, its repository behind a real server on loopback.
@Suite("isobar serve and a repository elsewhere", .timeLimit(.minutes(3)))
struct ServeRemoteTests {
    let controller: Controller

    init() async throws {
        controller = try await Controller()
    }

    private var log: String { controller.directory + "/serve.log" }
    private var said: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    private func until(_ holds: () throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try !holds() {
            try #require(.now < deadline, "\(said)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func status() throws -> [String: Any] {
        let ended = try controller.isobar("sync", "--format", "json")
        try #require(ended.status == 0, "\(ended.errorOutput)")
        return try #require(try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: Any])
    }

    /// Seconds until the service looks again by itself, as of now.
    private static func pause(_ status: [String: Any]) throws -> TimeInterval {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        let text = try #require(status["nextLookAt"] as? String)
        let date = try (try? style.parse(text)) ?? Date.ISO8601FormatStyle().parse(text)
        return date.timeIntervalSinceNow
    }

    /// - Parameter more: of the section `repository`.
    private func configure(_ url: String, _ more: String) throws {
        try controller.write(
            "isobar.yaml",
            """
            formatVersion: 1
            repository: {url: "\(url)", pollSeconds: 5, \(more)}
            database: isobar.sqlite
            ssh: {identityFile: key}
            """)
    }

    /// Starts, sees a push by itself, and outlives the server's absence: each is said once.
    private func story(
        _ start: () throws -> SpawnedProgram, refusal: String, away: () async throws -> Void,
        back: () async throws -> Void
    ) async throws {
        let first = try controller.repository.git(["rev-parse", "HEAD"])
        let service = try start()
        defer { service.killAndWait() }
        try await until { said.contains("\"the branch has a new head\"") && said.contains("\"listening\"") }
        #expect(said.contains("\"commit\":\"\(first)\""))

        // Nobody tells it of the next one.
        let second = try controller.repository.commit("second", ["nodes/ca-eccc-msc.yaml": Self.other])
        try await until { said.contains("\"commit\":\"\(second)\"") }
        #expect((try status()["head"] as? [String: Any])?["commit"] as? String == second)
        #expect(try status()["repositoryFailure"] == nil)

        try await away()
        try await until { said.contains("\"message\":\"the repository cannot be read\"") }
        #expect(said.contains("\"code\":\"repository-unreachable\"") && said.contains(refusal), "\(said)")
        // What is asked in vain is asked ever more seldom.
        var pauses: [TimeInterval] = []
        for _ in 0..<3 {
            let status = try status()
            #expect((status["repositoryFailure"] as? String)?.contains(refusal) == true)
            pauses.append(try Self.pause(status))
        }
        #expect(pauses == pauses.sorted() && pauses[0] > 6 && pauses[2] > 30, "\(pauses)")
        #expect(said.components(separatedBy: "the repository cannot be read").count == 2, "it is told of once")

        try await back()
        let third = try controller.repository.commit("third")
        let status = try status()
        #expect((status["head"] as? [String: Any])?["commit"] as? String == third && status["repositoryFailure"] == nil)
        #expect(said.components(separatedBy: "the repository can be read again").count == 2)
        #expect(try Self.pause(status) < 6)
        service.signal(SIGTERM)
        #expect(service.wait() == 0)
    }

    private static let other = (DesiredText.files()["nodes/ca-eccc-msc.yaml"] ?? "") + "\nenvironment: {TZ: UTC}\n"

    @Test("Over SSH, by a key and the host key of known_hosts: a push is seen, an absence outlived")
    func ssh() async throws {
        try await SSHServer.with { server in
            let home = controller.directory + "/home"
            try FileManager.default.createDirectory(atPath: home + "/.ssh", withIntermediateDirectories: true)
            try controller.write(
                "home/.ssh/known_hosts", "[127.0.0.1]:\(server.port) \(try server.hostKeyLine())\n")
            try configure(
                "ssh://root@127.0.0.1:\(server.port)\(controller.repository.directory)",
                "identityFile: \(server.identityFile)")
            try await story(
                {
                    try Program().start(
                        ["serve"], directory: controller.directory, log: log, environment: ["HOME": home])
                },
                refusal: "ssh://root@127.0.0.1:\(server.port)", away: { await server.goAway() },
                back: { try await server.comeBack() })
        }
    }

    @Test("Over SSH, a server that shows another host key than known_hosts has is said, and nothing of it is used")
    func stranger() async throws {
        try await SSHServer.with { server in
            let other = try await server.makeKey("other")
            let key = try String(contentsOfFile: other + ".pub", encoding: .utf8)
            try FileManager.default.createDirectory(
                atPath: controller.directory + "/home/.ssh", withIntermediateDirectories: true)
            try controller.write("home/.ssh/known_hosts", "[127.0.0.1]:\(server.port) \(key)")
            try configure(
                "ssh://root@127.0.0.1:\(server.port)\(controller.repository.directory)",
                "identityFile: \(server.identityFile)")
            let service = try Program().start(
                ["serve"], directory: controller.directory, log: log,
                environment: ["HOME": controller.directory + "/home"])
            defer { service.killAndWait() }
            try await until {
                said.contains("\"message\":\"the repository cannot be read\"") && said.contains("\"listening\"")
            }
            let found = try status()
            #expect(said.contains("\"code\":\"repository-host-key-refused\""), "\(said)")
            #expect(found["state"] as? String == "unusable" && found["head"] == nil, "\(found)")
        }
    }

    @Test("Over HTTPS, by a token and an authority of the machine: a push is seen, an absence outlived")
    func https() async throws {
        let place = controller.directory + "/server"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let server = try HTTPSGitServer(root: controller.repository.directory, directory: place)
        let url = "https://localhost:\(server.port)/.git"
        try configure(url, "tokenFile: \(server.tokenFile)")
        try await story(
            {
                try Program().start(
                    ["serve"], directory: controller.directory, log: log, authorities: server.certificate)
            },
            refusal: url, away: { server.goAway() }, back: { try server.comeBack() })
    }
}
