import BrokerModel
import GitRepository
import TestSupport
import Testing

@Suite("A repository over HTTPS")
struct HTTPSRemoteTests {
    @Test("is unreachable when the server's certificate is not trusted")
    func untrustedCertificate() async throws {
        let server = try TLSServer()
        let scenario = try MirrorScenario { _ in "https://localhost:\(server.port)/state.git" }
        let error = try #require(await failure { () async throws(Failure) in try await scenario.mirror.update() })
        #expect(error.code == .repositoryUnreachable)
        #expect(error.response.hasPrefix("the TLS connection failed"))
    }

    @Test("trusts a private authority when it is named, and only for that mirror")
    func privateAuthority() async throws {
        let server = try TLSServer()
        let access = RemoteAccess(certificateAuthorityFile: server.certificate)
        let trusting = try MirrorScenario(access: access) { _ in "https://localhost:\(server.port)/state.git" }
        let other = try MirrorScenario { _ in "https://localhost:\(server.port)/state.git" }
        // The page the server answers with is no repository: TLS was accepted.
        let accepted = try #require(await failure { () async throws(Failure) in try await trusting.mirror.update() })
        #expect(accepted.code == .repositoryUnreachable)
        #expect(!accepted.response.contains("TLS"))
        let refused = try #require(await failure { () async throws(Failure) in try await other.mirror.update() })
        #expect(refused.response.hasPrefix("the TLS connection failed"))
    }

    @Test("is given up when the server is silent after the TLS handshake")
    func silence() async throws {
        let server = try TLSServer(isSilent: true)
        let directory = try TemporaryDirectory()
        let mirror = GitMirror(
            directory: directory.path + "/mirror",
            of: try RepositoryLocation("https://localhost:\(server.port)/state.git"), branch: "main",
            access: RemoteAccess(certificateAuthorityFile: server.certificate), patience: .milliseconds(300))
        let error = await failure { () async throws(Failure) in try await mirror.update() }
        #expect(error?.response == "the server did not answer in time")
    }

    @Test("says so when the file of authorities is no such file")
    func wrongAuthorityFile() async throws {
        let access = RemoteAccess(certificateAuthorityFile: "/nonexistent/authority.pem")
        let scenario = try MirrorScenario(access: access) { _ in "https://localhost:1/state.git" }
        let error = await failure { () async throws(Failure) in try await scenario.mirror.update() }
        #expect(error?.code == .configurationInvalid)
        #expect(error?.subject == "/nonexistent/authority.pem")
    }

    @Test("is unreachable when nobody listens")
    func closedPort() async throws {
        let port = try SSHServer.freePort()
        let scenario = try MirrorScenario { _ in "https://127.0.0.1:\(port)/state.git" }
        let error = await failure { () async throws(Failure) in try await scenario.mirror.update() }
        #expect(error?.code == .repositoryUnreachable)
    }

    @Test("is fetched and published in with a token; a wrong token, and a server that refuses, are quoted")
    func publishing() async throws {
        let reference = "refs/isobar/audit/main"
        let origin = try GitFixture()
        let head = try commitID(origin.commit("First"))
        let directory = try TemporaryDirectory()
        let server = try HTTPSGitServer(root: origin.directory, directory: directory.path)
        // It ends with its last use.
        defer { withExtendedLifetime((origin, directory, server)) {} }
        func mirror(_ name: String, token: String) throws -> GitMirror {
            GitMirror(
                directory: "\(directory.path)/\(name)",
                of: try RepositoryLocation("https://localhost:\(server.port)/.git"), branch: "main",
                access: RemoteAccess(httpsTokenFile: token, certificateAuthorityFile: server.certificate))
        }
        let one = try mirror("one", token: server.tokenFile)
        #expect(try await one.update().head == head)
        #expect(try await one.published(under: reference, limit: 5).isEmpty)
        try await one.publish("one", under: reference, at: 7)
        let other = try mirror("other", token: server.tokenFile)
        try await other.publish("two", under: reference, at: 8)
        #expect(try await one.published(under: reference, limit: 5) == ["two", "one"])
        #expect(try origin.git(["rev-list", "--count", reference]) == "2")
        #expect(try origin.git(["rev-parse", "main"]) == head.text)

        try directory.write(["wrong": "another\n"])
        let stranger = try mirror("stranger", token: directory.path + "/wrong")
        let unknown = await failure { () async throws(Failure) in
            try await stranger.publish("three", under: reference, at: 9)
        }
        #expect(unknown?.response.contains("does not accept the credential") == true, "\(unknown?.description ?? "")")

        try origin.git(["config", "http.receivepack", "false"])
        let refused = await failure { () async throws(Failure) in try await one.publish("four", under: reference, at: 9) }
        #expect(refused?.attempted == "publish in the repository", "\(refused?.description ?? "")")
        #expect(try await other.published(under: reference, limit: 5) == ["two", "one"])
    }
}
