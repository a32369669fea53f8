import BrokerModel
import Foundation
import TestSupport
import Testing

@testable import SSH

/// Hosts that libssh2 cannot reach, and that `auto` still reaches.
@Suite struct OpenSSHReachTests {
    private func run(
        _ destination: SSHDestination, _ implementation: HostAccess.Transport = .auto
    ) async throws -> CommandResult {
        let transport = try SSHTransport(destination, implementation: implementation)
        do {
            let result = try await transport.run(RemoteCommand(["echo", "reached"]))
            await transport.close()
            return result
        } catch {
            await transport.close()
            throw error
        }
    }

    @Test(
        arguments: [
            ("Ciphers aes256-gcm@openssh.com,chacha20-poly1305@openssh.com", "chacha20-poly1305@openssh.com"),
            ("MACs hmac-sha2-256-etm@openssh.com", "hmac-sha2-256-etm@openssh.com"),
            ("KexAlgorithms sntrup761x25519-sha512@openssh.com", "sntrup761x25519-sha512@openssh.com"),
        ])
    func aServerWithNothingLibssh2Knows(_ line: String, _ offered: String) async throws {
        var options = SSHServerOptions()
        options.configuration = [line]
        try await SSHServer.with(options) { server in
            for implementation in [.openssh, .auto] as [HostAccess.Transport] {
                let result = try await run(server.destination(), implementation)
                #expect(result.output.text == "reached\n", "\(implementation)")
            }
            let problem = try await failure { _ = try await run(server.destination(), .libssh2) }
            #expect(problem.code == .transportUnsupported)
            #expect(problem.response.contains(offered), "\(problem)")
            #expect(try await taken(server.destination()) == .openssh)
            #expect(problem.remedy?.contains("transport: auto") == true)
        }
    }

    /// What `auto` came to.
    private func taken(_ destination: SSHDestination) async throws -> HostAccess.Transport? {
        let transport = try SSHTransport(destination)
        #expect(transport.implementationInUse == nil, "nothing was reached yet")
        _ = try? await transport.run(RemoteCommand(["true"]))
        await transport.close()
        return transport.implementationInUse
    }

    @Test func autoSaysWhichImplementationItTook() async throws {
        try await SSHServer.with(SSHServerOptions()) { server in
            #expect(try await taken(server.destination()) == .libssh2)
            for implementation in [.libssh2, .openssh] as [HostAccess.Transport] {
                let transport = try SSHTransport(server.destination(), implementation: implementation)
                #expect(transport.implementationInUse == implementation)
                await transport.close()
            }
        }
    }

    @Test func anRSAIdentityWhereSHA1IsRefused() async throws {
        var options = SSHServerOptions()
        options.identityType = "rsa"
        options.configuration = ["PubkeyAcceptedAlgorithms rsa-sha2-512"]
        try await SSHServer.with(options) { server in
            let destination = try server.destination()
            #expect(try await run(destination).succeeded)
            #expect(try await failure { _ = try await run(destination, .libssh2) }.code == .transportUnsupported)
        }
    }

    @Test func aHostWithAnRSAKeyOnly() async throws {
        var options = SSHServerOptions()
        options.hostKeyTypes = ["rsa"]
        try await SSHServer.with(options) { server in
            var destination = try server.destination(hostKeyType: "rsa")
            #expect(try await run(destination).succeeded)
            let other = try await server.makeKey("other", type: "rsa")
            destination.hostKeys = [try PinnedHostKey(String(contentsOfFile: other + ".pub", encoding: .utf8))]
            let problem = try await failure { _ = try await run(destination) }
            #expect(problem.code == .hostKeyMismatch)
            #expect(problem.response.contains(destination.hostKeys[0].fingerprint))
            let real = try PinnedHostKey(server.hostKeyLine("rsa"))
            #expect(problem.response.contains(real.fingerprint))
        }
    }

    @Test func aCertificateBesideTheIdentity() async throws {
        try await SSHServer.withAuthority { server, authority in
            let refused = try await failure { _ = try await run(server.destination()) }
            #expect(refused.code == .hostAuthenticationRefused)
            try await ChildProcess.run(
                "/usr/bin/ssh-keygen",
                ["-q", "-s", authority, "-I", "isobar", "-n", "root", "-V", "-1m:+5m", server.identityFile + ".pub"])
            #expect(try await run(server.destination()).succeeded)
            #expect(server.logText.contains("ED25519-CERT"))
        }
    }

    @Test func anAgentThatHoldsTheKey() async throws {
        try await SSHServer.with { server in
            try await SSHAgent.with(key: server.identityFile) { agent in
                try FileManager.default.removeItem(atPath: server.identityFile)
                var destination = try server.destination()
                destination.identityFile += ".pub"
                destination.openSSH.usesAgent = true
                let transport = try SSHTransport(destination, implementation: .openssh, environment: agent.environment)
                #expect(try await transport.shell("echo reached").output.text == "reached\n")
                await transport.close()

                // An agent nobody asked for is not used.
                destination.openSSH.usesAgent = false
                let other = try SSHTransport(destination, implementation: .openssh, environment: agent.environment)
                #expect(try await failure { _ = try await other.shell("true") }.code == .configurationInvalid)
                await other.close()
            }
        }
    }

    @Test func aJumpHostOnTheWay() async throws {
        try await SSHServer.with { server in
            try await SSHServer.with { jump in
                var destination = try server.destination()
                destination.openSSH.configFile = try jump.jumpConfiguration(
                    for: destination, pinned: jump.hostKeyLine())
                #expect(try await run(destination).output.text == "reached\n")
                #expect(jump.logText.contains("Accepted publickey"))

                destination.openSSH.configFile = try jump.jumpConfiguration(
                    for: destination, pinned: server.hostKeyLine())
                let problem = try await failure { _ = try await run(destination) }
                #expect(problem.code == .hostKeyMismatch)
                #expect(problem.response.contains("a jump host"), "\(problem)")
                #expect(problem.remedy?.contains("UserKnownHostsFile") == true)
            }
        }
    }

    @Test func autoDoesNotAskTwiceWhatWasAnswered() async throws {
        var options = SSHServerOptions()
        options.authorizesIdentity = false
        try await SSHServer.with(options) { server in
            var destination = try server.destination()
            #expect(try await failure { _ = try await run(destination) }.code == .hostAuthenticationRefused)
            let other = try await server.makeKey("other")
            destination.hostKeys = [try PinnedHostKey(String(contentsOfFile: other + ".pub", encoding: .utf8))]
            #expect(try await failure { _ = try await run(destination) }.code == .hostKeyMismatch)
            let lines = server.logText.split(whereSeparator: \.isNewline)
            let connections = lines.filter { $0.hasPrefix("Connection from") }
            #expect(connections.count == 2)
        }
    }
}
