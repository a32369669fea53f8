import BrokerModel
import Controller
import Forge
import Foundation
import GitRepository
import Reconciliation
import TestSupport
import Testing

/// Commits of which nobody tells the service.
@Suite("Polls", .timeLimit(.minutes(5)))
struct PollingTests {
    @Test("A webhook that is lost costs one poll: the commit is applied after it")
    func lost() async throws {
        let fixture = try ServiceFixture(pollSeconds: 300)
        let first = try fixture.commit("first")
        try await fixture.taking(.github) { door in
            try await door.service.untilStanding(at: first)
            let second = try fixture.commit("second", antiloop: "1.0.1")
            try await door.service.untilStanding(at: second)
            #expect(await door.service.counted.webhooks.isEmpty)
        }
    }

    @Test("Another pollSeconds takes effect while it runs")
    func reload() async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400)
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            await service.reload(try fixture.configuration(pollSeconds: 10))
            // What a reload itself leads to is over.
            _ = await service.sync(by: "test")
            let second = try fixture.commit("second", antiloop: "1.0.1")
            try await service.untilStanding(at: second)
        }
        #expect(fixture.said.lines.allSatisfy { $0.metadata["afterRestart"] == nil })
    }

    /// The first commit is brought to the hosts, and so is one that is pushed later.
    private func follow(_ fixture: ServiceFixture, _ url: String, _ access: RemoteAccess) async throws {
        let mirror = GitMirror(
            directory: fixture.directory + "/mirror", of: try RepositoryLocation(url), branch: "main", access: access)
        let first = try fixture.commit("first")
        try await fixture.serving(over: mirror) { service in
            try await service.untilStanding(at: first)
            let second = try fixture.commit("second", antiloop: "1.0.1")
            try await service.untilStanding(at: second)
            #expect(
                await fixture.images() == ["waloop01": "example/antiloop:1.0.1", "waloop02": "example/antiloop:1.0.1"])
        }
    }

    @Test("Over HTTPS, from git http-backend behind a token: what is pushed is applied")
    func https() async throws {
        let fixture = try ServiceFixture()
        let place = fixture.directory + "/server"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let server = try HTTPSGitServer(root: fixture.repository.directory, directory: place)
        try await follow(
            fixture, "https://localhost:\(server.port)/.git",
            RemoteAccess(httpsTokenFile: server.tokenFile, certificateAuthorityFile: server.certificate))
    }

    @Test("Over SSH, from sshd by a key: what is pushed is applied")
    func ssh() async throws {
        let fixture = try ServiceFixture()
        try await SSHServer.with { server in
            let pin = try #require(SSHHostKeyPin(try server.hostKeyLine()))
            try await follow(
                fixture, "ssh://root@127.0.0.1:\(server.port)\(fixture.repository.directory)",
                RemoteAccess(sshIdentityFile: server.identityFile, sshHostTrust: .pinned([pin])))
        }
    }
}
