import BrokerModel
import Foundation
import SSH
import TestSupport
import Testing

/// Who is let in, and who we let ourselves be served by.
@Suite struct HostKeyTests {
    private func run(
        _ destination: SSHDestination, _ implementation: HostAccess.Transport = .libssh2
    ) async throws -> CommandResult {
        let transport = try SSHTransport(destination, implementation: implementation)
        do {
            let result = try await transport.run(RemoteCommand(["true"]))
            await transport.close()
            return result
        } catch {
            await transport.close()
            throw error
        }
    }

    @Test(arguments: HostAccess.Transport.allCases)
    func aWrongHostKeyStopsBeforeAnythingIsSent(_ implementation: HostAccess.Transport) async throws {
        try await SSHServer.with { server in
            var destination = try server.destination()
            let other = try await server.makeKey("other")
            let pinned = try PinnedHostKey(String(contentsOfFile: other + ".pub", encoding: .utf8))
            let real = try PinnedHostKey(server.hostKeyLine())
            destination.hostKeys = [pinned]
            let problem = try await failure { _ = try await run(destination, implementation) }
            #expect(problem.code == .hostKeyMismatch)
            #expect(problem.subject == "testhost (127.0.0.1:\(server.port))")
            #expect(problem.response.contains(pinned.fingerprint))
            #expect(problem.response.contains(real.fingerprint))
            #expect(problem.remedy?.contains("hosts.yaml") == true)
            #expect(!server.logText.contains("publickey"), "an authentication was tried: \(server.logText)")
        }
    }

    @Test(arguments: HostAccess.Transport.allCases, ["ed25519", "ecdsa"])
    func thePinnedKindIsAskedForWhateverElseTheHostHas(
        _ implementation: HostAccess.Transport, _ pinned: String
    ) async throws {
        var options = SSHServerOptions()
        options.hostKeyTypes = ["rsa", "ecdsa", "ed25519"]
        try await SSHServer.with(options) { server in
            let result = try await run(server.destination(hostKeyType: pinned), implementation)
            #expect(result.succeeded)
        }
    }

    @Test func aHostWithoutThePinnedKindIsUnsupported() async throws {
        var options = SSHServerOptions()
        options.hostKeyTypes = ["rsa"]
        try await SSHServer.with(options) { server in
            var destination = try server.destination(hostKeyType: "rsa")
            let rsa = try await failure { _ = try await run(destination) }
            #expect(rsa.code == .transportUnsupported)
            #expect(rsa.response.contains("ssh-rsa"))
            let other = try await server.makeKey("other")
            destination.hostKeys = [try PinnedHostKey(String(contentsOfFile: other + ".pub", encoding: .utf8))]
            let absent = try await failure { _ = try await run(destination) }
            #expect(absent.code == .transportUnsupported)
            #expect(absent.remedy?.contains("sshd -T") == true)
        }
    }

    @Test func aServerOfAEADCiphersOnlyIsUnsupported() async throws {
        var options = SSHServerOptions()
        options.configuration = ["Ciphers chacha20-poly1305@openssh.com"]
        try await SSHServer.with(options) { server in
            let problem = try await failure { _ = try await run(server.destination()) }
            #expect(problem.code == .transportUnsupported)
        }
    }

    @Test(arguments: HostAccess.Transport.allCases)
    func noPinnedKeyMeansNoConnection(_ implementation: HostAccess.Transport) async throws {
        try await SSHServer.with { server in
            var destination = try server.destination()
            destination.hostKeys = []
            #expect(try await failure { _ = try await run(destination, implementation) }.code == .transportUnsupported)
        }
    }

    @Test(arguments: HostAccess.Transport.allCases)
    func aRefusedKeySaysHowToAuthoriseIt(_ implementation: HostAccess.Transport) async throws {
        var options = SSHServerOptions()
        options.authorizesIdentity = false
        try await SSHServer.with(options) { server in
            let problem = try await failure { _ = try await run(server.destination(), implementation) }
            #expect(problem.code == .hostAuthenticationRefused)
            #expect(problem.attempted == "log in as root")
            #expect(problem.response.contains(server.identityFile))
            #expect(problem.remedy?.contains("authorized_keys") == true)
        }
    }

    @Test(arguments: HostAccess.Transport.allCases)
    func anECDSAIdentityWorks(_ implementation: HostAccess.Transport) async throws {
        var options = SSHServerOptions()
        options.identityType = "ecdsa"
        try await SSHServer.with(options) { server in
            let result = try await run(server.destination(), implementation)
            #expect(result.succeeded)
        }
    }

    @Test func unusableIdentitiesSayWhatToDo() async throws {
        try await SSHServer.with { server in
            func problem(_ file: String) async throws -> Failure {
                var destination = try server.destination()
                destination.identityFile = file
                return try await failure { _ = try await run(destination) }
            }
            let rsa = try await problem(server.makeKey("rsa", type: "rsa"))
            #expect(rsa.code == .transportUnsupported)
            #expect(rsa.remedy?.contains("ssh-keygen -t ed25519") == true)
            let locked = try await problem(server.makeKey("locked", passphrase: "correct horse"))
            #expect(locked.code == .configurationInvalid)
            #expect(locked.response.contains("passphrase"))
            let missing = try await problem("/nonexistent/key")
            #expect(missing.code == .configurationInvalid)
            let publicHalf = try await problem(server.identityFile + ".pub")
            #expect(publicHalf.response.contains("no private key"))
        }
    }

    @Test func theScanTellsTheKeyWithoutLoggingIn() async throws {
        var options = SSHServerOptions()
        options.hostKeyTypes = ["ecdsa", "ed25519"]
        try await SSHServer.with(options) { server in
            let key = try await HostKeyScan.key(name: "testhost", address: server.address, port: server.port)
            #expect(try "\(key)" == server.hostKeyLine("ed25519"))
            let ecdsa = try await HostKeyScan.key(
                name: "testhost", address: server.address, port: server.port, algorithms: ["ecdsa-sha2-nistp256"])
            #expect(try "\(ecdsa)" == server.hostKeyLine("ecdsa"))
            #expect(!server.logText.contains("publickey"))
        }
    }
}
