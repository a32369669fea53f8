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
}
