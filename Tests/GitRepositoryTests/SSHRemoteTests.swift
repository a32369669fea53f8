import BrokerModel
import Foundation
import GitRepository
import TestSupport
import Testing

@Suite("A repository over SSH")
struct SSHRemoteTests {
    @Test("is fetched with a key and a pinned host key", arguments: ["ed25519", "ecdsa"])
    func fetch(type: String) async throws {
        var options = SSHServerOptions()
        options.hostKeyTypes = [type]
        options.identityType = type
        try await SSHServer.with(options) { server in
            let pin = try #require(SSHHostKeyPin(try server.hostKeyLine(type)))
            let scenario = try scenario(server, trust: .pinned([pin]))
            let first = try scenario.commit("First", ["a": "1"])
            #expect(try await scenario.mirror.update() == .advanced(from: nil, to: first))
            let second = try scenario.commit("Second", ["a": "2"])
            #expect(try await scenario.mirror.update() == .advanced(from: first, to: second))
            #expect(try await scenario.mirror.update() == .unchanged(second))
            #expect(try await scenario.mirror.snapshot(of: second).files.map(\.path) == ["a"])
        }
    }

    @Test("is refused when the host key is another, and both fingerprints are named")
    func wrongHostKey() async throws {
        try await SSHServer.with { server in
            let other = try await server.makeKey("other")
            let publicKey = try String(contentsOfFile: other + ".pub", encoding: .utf8)
            let pinned = try #require(SSHHostKeyPin(publicKey))
            let shown = try #require(SSHHostKeyPin(try server.hostKeyLine()))
            let scenario = try scenario(server, trust: .pinned([pinned]))
            try scenario.commit("First")
            let error = try #require(
                await failure { () async throws(Failure) in try await scenario.mirror.update() })
            #expect(error.code == .repositoryHostKeyRefused)
            #expect(error.response.contains(shown.description))
            #expect(error.response.contains(pinned.description))
            // No key of the user was tried on a server that is not the one.
            #expect(!server.logText.contains("publickey"))
        }
    }

    @Test("is refused when nothing is pinned, and when the user's known_hosts has no such key")
    func unknownHostKey() async throws {
        try await SSHServer.with { server in
            for trust in [SSHHostTrust.pinned([]), .userKnownHosts] {
                let scenario = try scenario(server, trust: trust)
                try scenario.commit("First")
                let error = await failure { () async throws(Failure) in try await scenario.mirror.update() }
                #expect(error?.code == .repositoryHostKeyRefused)
            }
        }
    }

    @Test("is fetched when known_hosts has one of several keys of the server")
    func knownHosts() async throws {
        // libssh2 reads $HOME/.ssh/known_hosts, and HOME belongs to the process: one of its own.
        await #expect(processExitsWith: .success) {
            var options = SSHServerOptions()
            options.hostKeyTypes = ["ecdsa", "ed25519"]
            try await SSHServer.with(options) { server in
                let home = try TemporaryDirectory()
                try home.write([".ssh/known_hosts": "[127.0.0.1]:\(server.port) \(try server.hostKeyLine("ed25519"))\n"]
                )
                setenv("HOME", home.path, 1)
                let scenario = try SSHRemoteTests.scenario(server, trust: .userKnownHosts)
                let head = try scenario.commit("First")
                try #require(try await scenario.mirror.update().head == head)
            }
        }
    }

    @Test("is fetched by a process without a HOME")
    func withoutHome() async throws {
        await #expect(processExitsWith: .success) {
            unsetenv("HOME")
            try await SSHServer.with { server in
                let pin = try #require(SSHHostKeyPin(try server.hostKeyLine()))
                let scenario = try SSHRemoteTests.scenario(server, trust: .pinned([pin]))
                let head = try scenario.commit("First")
                try #require(try await scenario.mirror.update().head == head)
            }
        }
    }

    @Test("is published in, beside the branches; a server that does not let it is quoted")
    func publishing() async throws {
        let reference = "refs/isobar/audit/main"
        try await SSHServer.with { server in
            let scenario = try Self.pinnedScenario(server)
            let head = try scenario.commit("First")
            #expect(try await scenario.mirror.published(under: reference, limit: 5).isEmpty)
            try await scenario.mirror.publish("one", under: reference, at: 7)
            // Another mirror goes on after it.
            let other = try TemporaryDirectory()
            let pin = try #require(SSHHostKeyPin(try server.hostKeyLine()))
            let mirror = GitMirror(
                directory: other.path + "/mirror", of: scenario.mirror.location, branch: "main",
                access: RemoteAccess(sshIdentityFile: server.identityFile, sshHostTrust: .pinned([pin])))
            try await mirror.publish("two", under: reference, at: 8)
            #expect(try await scenario.mirror.published(under: reference, limit: 5) == ["two", "one"])
            #expect(try scenario.origin.git(["rev-parse", "main"]) == head.text)
            #expect(try scenario.origin.git(["rev-list", "--count", reference]) == "2")

            let hook = scenario.origin.directory + "/.git/hooks/pre-receive"
            try FileManager.default.createDirectory(
                atPath: scenario.origin.directory + "/.git/hooks", withIntermediateDirectories: true)
            try Data("#!/bin/sh\nexit 1\n".utf8).write(to: URL(fileURLWithPath: hook))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
            let error = await failure { () async throws(Failure) in
                try await mirror.publish("three", under: reference, at: 9)
            }
            #expect(error?.attempted == "publish in the repository", "\(error?.description ?? "")")
            #expect(try await scenario.mirror.published(under: reference, limit: 5) == ["two", "one"])
        }
    }

    @Test("a key the server does not know is tried once")
    func refusedKey() async throws {
        var options = SSHServerOptions()
        options.authorizesIdentity = false
        try await SSHServer.with(options) { server in
            let scenario = try Self.pinnedScenario(server)
            try scenario.commit("First")
            let error = await failure { () async throws(Failure) in try await scenario.mirror.update() }
            #expect(error?.code == .repositoryAuthenticationRefused)
            #expect(server.logText.split(separator: "\n").count { $0.contains("Failed publickey") } == 1)
        }
    }

    @Test("a key that is missing, protected or not configured is named")
    func unusableKey() async throws {
        try await SSHServer.with { server in
            let protected = try await server.makeKey("protected", passphrase: "secret phrase")
            for (file, words) in [
                (nil, "no SSH key is configured"), ("/nonexistent/key", "the SSH key /nonexistent/key cannot be read"),
                (protected, ""),
            ] {
                let scenario = try Self.pinnedScenario(server, identityFile: file)
                try scenario.commit("First")
                let error = try #require(
                    await failure { () async throws(Failure) in try await scenario.mirror.update() })
                #expect(error.code == .repositoryAuthenticationRefused)
                #expect(words.isEmpty || error.response == words)
                #expect(error.remedy?.contains("without a passphrase") == true)
            }
        }
    }

    @Test("a repository the server does not have is unreachable, in the server's words")
    func missingRepository() async throws {
        try await SSHServer.with { server in
            let scenario = try Self.pinnedScenario(server, path: "/nonexistent/state.git")
            let error = await failure { () async throws(Failure) in try await scenario.mirror.update() }
            #expect(error?.code == .repositoryUnreachable)
            #expect(error?.response.contains("/nonexistent/state.git") == true)
        }
    }

    @Test("a server that is gone is unreachable")
    func closedPort() async throws {
        let port = try SSHServer.freePort()
        let scenario = try MirrorScenario { _ in "ssh://root@127.0.0.1:\(port)/srv/state.git" }
        let error = await failure { () async throws(Failure) in try await scenario.mirror.update() }
        #expect(error?.code == .repositoryUnreachable)
    }

    // MARK: - Scenarios

    private func scenario(_ server: SSHServer, trust: SSHHostTrust) throws -> MirrorScenario {
        try Self.scenario(server, trust: trust)
    }

    static func scenario(_ server: SSHServer, trust: SSHHostTrust) throws -> MirrorScenario {
        let access = RemoteAccess(sshIdentityFile: server.identityFile, sshHostTrust: trust)
        return try MirrorScenario(access: access) { "ssh://\(server.user)@127.0.0.1:\(server.port)\($0.directory)" }
    }

    private static func pinnedScenario(_ server: SSHServer, path: String? = nil) throws -> MirrorScenario {
        try pinnedScenario(server, identityFile: server.identityFile, path: path)
    }

    private static func pinnedScenario(
        _ server: SSHServer, identityFile: String?, path: String? = nil
    ) throws -> MirrorScenario {
        let pin = try #require(SSHHostKeyPin(try server.hostKeyLine()))
        let access = RemoteAccess(sshIdentityFile: identityFile, sshHostTrust: .pinned([pin]))
        return try MirrorScenario(access: access) {
            "ssh://\(server.user)@127.0.0.1:\(server.port)\(path ?? $0.directory)"
        }
    }
}
