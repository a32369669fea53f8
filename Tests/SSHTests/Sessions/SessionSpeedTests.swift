import BrokerModel
import SSH
import TestSupport
import Testing

/// That nothing waits for a timer where a byte or a demand could wake it.
///
/// The fastest of many attempts counts, so that a busy machine does not matter;
/// a delay built into the way would be in all of them. `print` gives the
/// distribution for people.
@Suite(.serialized) struct SessionSpeedTests {
    private func measure(
        _ name: String, times: Int, _ body: () async throws -> Void
    ) async throws -> Duration {
        var all: [Duration] = []
        for _ in 0..<times {
            all.append(try await ContinuousClock().measure(body))
        }
        all.sort()
        print("\(name): best \(all[0]), median \(all[times / 2]), 95 % \(all[times * 95 / 100])")
        return all[0]
    }

    @Test(arguments: HostAccess.Transport.real)
    func aCommandOnAnOpenSessionTakesMilliseconds(_ implementation: HostAccess.Transport) async throws {
        try await SSHServer.with { server in
            let transport = try SSHTransport(server.destination(), implementation: implementation)
            #expect(try await transport.shell("true").succeeded)
            let best = try await measure("\(implementation): command", times: 100) {
                _ = try await transport.run(RemoteCommand(["true"]))
            }
            #expect(best < .milliseconds(10))
            await transport.close()
        }
    }

    @Test(arguments: HostAccess.Transport.real)
    func aStreamAnswersAtOnce(_ implementation: HostAccess.Transport) async throws {
        try await SSHServer.with { server in
            let transport = try SSHTransport(server.destination(), implementation: implementation)
            let stream = try await transport.open(RemoteCommand(["cat"]))
            let request = [UInt8](repeating: 65, count: 200)
            let best = try await measure("\(implementation): round trip on a stream", times: 300) {
                try await stream.write(request)
                _ = try await stream.read(atLeast: request.count)
            }
            #expect(best < .milliseconds(2))
            await transport.close()
        }
    }

    @Test(arguments: HostAccess.Transport.real)
    func connectingTakesTensOfMilliseconds(_ implementation: HostAccess.Transport) async throws {
        try await SSHServer.with { server in
            let best = try await measure("\(implementation): new session and a command", times: 10) {
                let transport = try SSHTransport(server.destination(), implementation: implementation)
                _ = try await transport.run(RemoteCommand(["true"]))
                await transport.close()
            }
            #expect(best < .milliseconds(500))
        }
    }

    @Test(arguments: HostAccess.Transport.real)
    func aLargeOutputPassesQuickly(_ implementation: HostAccess.Transport) async throws {
        try await SSHServer.with { server in
            let transport = try SSHTransport(server.destination(), implementation: implementation)
            let best = try await measure("\(implementation): 64 MiB of output", times: 2) {
                let result = try await transport.run(RemoteCommand(["head", "-c", "67108864", "/dev/zero"]))
                #expect(result.output.count == 64 << 20)
            }
            #expect(best < .seconds(20))
            await transport.close()
        }
    }
}
