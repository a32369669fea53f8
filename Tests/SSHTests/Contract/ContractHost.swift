import BrokerModel
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
        try transport(timeouts: .patient)
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
    static let all = overSSH

    /// Those that talk to a real sshd.
    static let overSSH = [libssh2, openSSH]

    static let libssh2 = sshd("libssh2", .libssh2)
    static let openSSH = sshd("openssh", .openssh)

    private static func sshd(_ name: String, _ implementation: HostAccess.Transport) -> ContractSubject {
        ContractSubject(name: name) { body in
            try await SSHServer.with { server in
                try await body(SSHDHost(server: server, implementation: implementation))
            }
        }
    }

    /// Runs `body` with a transport to a host of its own.
    func withTransport(_ body: @Sendable (any Transport) async throws -> Void) async throws {
        try await withHost { host in
            try await host.withTransport(body)
        }
    }
}

/// A real sshd.
struct SSHDHost: ContractHost {
    let server: SSHServer
    let implementation: HostAccess.Transport

    func transport(timeouts: SSHTimeouts) throws -> any Transport {
        try SSHTransport(server.destination(timeouts: timeouts), implementation: implementation)
    }

    func breakConnections() async {
        server.killSessions()
    }
}
