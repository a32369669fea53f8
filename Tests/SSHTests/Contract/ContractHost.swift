import SSH
import TestSupport
import Testing

/// A host the contract can be tried against, and what the tests may do to it.
protocol ContractHost: Sendable {
    /// A new transport to the host; the caller closes it.
    func transport(timeouts: SSHTimeouts) throws -> any Transport

    /// Breaks every connection to the host, as a crash of its sshd would.
    func breakConnections() async
}

extension ContractHost {
    func transport() throws -> any Transport {
        try transport(timeouts: SSHTimeouts())
    }

    /// Runs `body` with a transport and closes it afterwards.
    func withTransport<Result>(_ body: (any Transport) async throws -> Result) async throws -> Result {
        let transport = try transport()
        do {
            let result = try await body(transport)
            await transport.close()
            return result
        } catch {
            await transport.close()
            throw error
        }
    }
}

/// One implementation of ``Transport`` under the contract: a name and a way to
/// get a host for it.
struct ContractSubject: Sendable, CustomTestStringConvertible {
    let name: String
    let withHost: @Sendable ((any ContractHost) async throws -> Void) async throws -> Void

    var testDescription: String { name }

    /// The implementations that have to obey the contract.
    static let all = [libssh2]

    static let libssh2 = ContractSubject(name: "libssh2") { body in
        try await SSHServer.with { server in
            try await body(SSHDHost(server: server))
        }
    }

    /// Runs `body` with a transport to a host of its own.
    func withTransport(_ body: @Sendable (any Transport) async throws -> Void) async throws {
        try await withHost { host in
            try await host.withTransport(body)
        }
    }
}

/// A real sshd, reached through libssh2.
struct SSHDHost: ContractHost {
    let server: SSHServer

    func transport(timeouts: SSHTimeouts) throws -> any Transport {
        try Libssh2Transport(server.destination(timeouts: timeouts))
    }

    func breakConnections() async {
        server.killSessions()
    }
}
