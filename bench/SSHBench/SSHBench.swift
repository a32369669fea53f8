import BenchSupport
import BrokerModel
import SSH
import TestSupport

/// What the two transports take for the same, beside each other, with an sshd of
/// their own on loopback: a delay built into one of them shows beside the other.
///
/// Usage: SSHBench
@main
struct SSHBench {
    private enum Work: CaseIterable {
        case connecting, command, roundTrip, largeOutput

        var runs: Int {
            switch self {
            case .connecting: 20
            case .command: 100
            case .roundTrip: 300
            case .largeOutput: 3
            }
        }

        var name: String {
            switch self {
            case .connecting: "SSH: a new session, a command, the end"
            case .command: "SSH: a command on an open session"
            case .roundTrip: "SSH: 200 bytes there and back on an open stream"
            case .largeOutput: "SSH: 64 MiB of output"
            }
        }
    }

    static func main() async throws {
        try await SSHServer.with { server in
            for work in Work.allCases {
                let peer = try await figures(of: work, on: server, by: .openssh)
                let own = try await figures(of: work, on: server, by: .libssh2)
                print(Row(work.name, "\(own)", peer: "the system's OpenSSH \(peer)"))
            }
        }
    }

    private static func figures(
        of work: Work, on server: SSHServer, by implementation: HostAccess.Transport
    ) async throws -> Figures {
        switch work {
        case .connecting:
            return try await measure(work) {
                let transport = try transport(to: server, by: implementation)
                _ = try await transport.run(RemoteCommand(["true"]))
                await transport.close()
            }
        case .command:
            return try await open(server, by: implementation) { transport in
                try await measure(work) { _ = try await transport.run(RemoteCommand(["true"])) }
            }
        case .roundTrip:
            return try await open(server, by: implementation) { transport in
                let stream = try await transport.open(RemoteCommand(["cat"]))
                let request = [UInt8](repeating: 65, count: 200)
                return try await measure(work) {
                    try await stream.write(request)
                    var count = 0
                    while count < request.count { count += try await stream.read().count }
                }
            }
        case .largeOutput:
            return try await open(server, by: implementation) { transport in
                try await measure(work) {
                    _ = try await transport.run(RemoteCommand(["head", "-c", "67108864", "/dev/zero"]))
                }
            }
        }
    }

    /// The first run is not counted: the session of OpenSSH begins with it.
    private static func measure(_ work: Work, _ body: () async throws -> Void) async throws -> Figures {
        try await body()
        var samples: [Duration] = []
        for _ in 0..<work.runs { samples.append(try await ContinuousClock().measure(body)) }
        return Figures(samples)
    }

    private static func open(
        _ server: SSHServer, by implementation: HostAccess.Transport,
        _ body: (SSHTransport) async throws -> Figures
    ) async throws -> Figures {
        let transport = try transport(to: server, by: implementation)
        do {
            let figures = try await body(transport)
            await transport.close()
            return figures
        } catch {
            await transport.close()
            throw error
        }
    }

    private static func transport(
        to server: SSHServer, by implementation: HostAccess.Transport
    ) throws -> SSHTransport {
        let destination = SSHDestination(
            name: "bench", address: server.address, port: server.port, user: server.user,
            hostKeys: [try PinnedHostKey(server.hostKeyLine())], identityFile: server.identityFile)
        return try SSHTransport(destination, implementation: implementation)
    }
}
