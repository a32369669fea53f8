import BrokerModel
import SSH
import TestSupport
import Testing

/// What networks and servers do to a session.
@Suite struct SessionFaultTests {
    private let impatient = SSHTimeouts(connect: .milliseconds(400))
    private let attentive = SSHTimeouts(pingAfter: .milliseconds(200), pingDeadline: .milliseconds(400))

    @Test(arguments: HostAccess.Transport.real)
    func aPortNobodyListensOnIsRefusedAtOnce(_ implementation: HostAccess.Transport) async throws {
        try await SSHServer.with { server in
            var destination = try server.destination(timeouts: SSHTimeouts(connect: .seconds(600)))
            destination.port = try SSHServer.freePort()
            let transport = try SSHTransport(destination, implementation: implementation)
            let problem = try await failure { _ = try await transport.run(RemoteCommand(["true"])) }
            #expect(problem.code == .hostUnreachable)
            #expect(problem.subject == "testhost (127.0.0.1:\(destination.port))")
            #expect(problem.response == "Connection refused")
            await transport.close()
        }
    }

    @Test(arguments: HostAccess.Transport.real)
    func aServerThatNeverAnswersMeetsTheDeadline(_ implementation: HostAccess.Transport) async throws {
        try await SSHServer.with { server in
            let silent = try SilentServer()
            var destination = try server.destination(timeouts: impatient)
            destination.port = silent.port
            let transport = try SSHTransport(destination, implementation: implementation)
            let problem = try await failure { _ = try await transport.run(RemoteCommand(["true"])) }
            #expect(problem.code == .hostUnreachable)
            #expect(problem.response == "the port answers, but there is no SSH handshake within 0.4 seconds")
            await transport.close()
        }
    }

    @Test(arguments: HostAccess.Transport.real)
    func cancellingEndsAnAttemptToConnect(_ implementation: HostAccess.Transport) async throws {
        try await SSHServer.with { server in
            let silent = try SilentServer()
            var destination = try server.destination(timeouts: SSHTimeouts(connect: .seconds(600)))
            destination.port = silent.port
            let transport = try SSHTransport(destination, implementation: implementation)
            let task = Task { try await transport.run(RemoteCommand(["true"])) }
            task.cancel()
            #expect(try await failure { _ = try await task.value }.code == .cancelled)
            // Would wait for the attempt's 600 s if that went on.
            await transport.close()
        }
    }

    @Test(arguments: HostAccess.Transport.real)
    func theDeadlineOfAStreamHoldsWhileConnecting(_ implementation: HostAccess.Transport) async throws {
        try await SSHServer.with { server in
            let silent = try SilentServer()
            var destination = try server.destination(timeouts: SSHTimeouts(connect: .seconds(600)))
            destination.port = silent.port
            let transport = try SSHTransport(destination, implementation: implementation)
            let problem = try await failure {
                _ = try await transport.open(RemoteCommand(["cat"], timeout: .milliseconds(100)))
            }
            #expect(problem.code == .deadlineExceeded)
            #expect(problem.response == "there is no session with the host yet")
            await transport.close()
        }
    }

    @Test(arguments: HostAccess.Transport.real)
    func anAddressThatIsNoneSaysSo(_ implementation: HostAccess.Transport) async throws {
        try await SSHServer.with { server in
            var destination = try server.destination()
            destination.address = "256.1.2.3.invalid"
            let transport = try SSHTransport(destination, implementation: implementation)
            let problem = try await failure { _ = try await transport.run(RemoteCommand(["true"])) }
            #expect(problem.code == .hostUnreachable)
            #expect(problem.response.contains("256.1.2.3.invalid"))
            await transport.close()
        }
    }

    @Test(arguments: HostAccess.Transport.real)
    func aServerWithOneSessionServesOneAfterTheOther(_ implementation: HostAccess.Transport) async throws {
        var options = SSHServerOptions()
        options.configuration = ["MaxSessions 1"]
        try await SSHServer.with(options) { server in
            let transport = try SSHTransport(server.destination(), implementation: implementation)
            let texts = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<8 {
                    group.addTask { try await transport.shell("sleep 0.01; echo \(number)").output.text }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(texts == Set((0..<8).map { "\($0)\n" }))
            await transport.close()
        }
    }

    @Test(arguments: HostAccess.Transport.real)
    func aCallThatGetsNoChannelSaysWhoHoldsThem(_ implementation: HostAccess.Transport) async throws {
        var options = SSHServerOptions()
        options.configuration = ["MaxSessions 1"]
        try await SSHServer.with(options) { server in
            let timeouts = SSHTimeouts(connect: .seconds(60), queue: .seconds(1))
            let transport = try SSHTransport(server.destination(timeouts: timeouts), implementation: implementation)
            let stream = try await transport.open(RemoteCommand(["cat"]))
            let problem = try await failure { _ = try await transport.shell("true") }
            #expect(problem.code == .deadlineExceeded)
            #expect(problem.response.contains("0 commands and 1 streams"))
            #expect(problem.remedy?.contains("MaxSessions") == true)
            await stream.close()
            #expect(try await transport.shell("true").succeeded)
            await transport.close()
        }
    }

    @Test(arguments: HostAccess.Transport.real)
    func aHostThatStopsAnsweringIsNoticed(_ implementation: HostAccess.Transport) async throws {
        try await SSHServer.with { server in
            let transport = try SSHTransport(server.destination(timeouts: attentive), implementation: implementation)
            let stream = try await transport.open(RemoteCommand(["cat"]))
            let task = Task { try await stream.read() }
            #expect(try await transport.shell("true").succeeded)
            server.pauseSessions(true)
            let problem = try await failure { _ = try await task.value }
            #expect(problem.code == .connectionLost)
            #expect(problem.response == "the host did not answer for 0.4 seconds")
            #expect(try await transport.shell("echo new").output.text == "new\n")
            await transport.close()
        }
    }

    @Test(arguments: HostAccess.Transport.real)
    func aQuietHostThatAnswersIsKept(_ implementation: HostAccess.Transport) async throws {
        try await SSHServer.with { server in
            // A busy machine answers within two seconds.
            let timeouts = SSHTimeouts(
                connect: .seconds(60), pingAfter: .milliseconds(200), pingDeadline: .seconds(2))
            let transport = try SSHTransport(server.destination(timeouts: timeouts), implementation: implementation)
            #expect(try await transport.shell("true").succeeded)
            let before = server.sessionProcesses()
            // Longer than silence and deadline together, twice over.
            #expect(try await transport.shell("sleep 4.5").succeeded)
            #expect(server.sessionProcesses() == before)
            await transport.close()
        }
    }

    @Test(arguments: HostAccess.Transport.real, [1, 2, 3] as [UInt64])
    func aStormOfCancellationsLeavesTheSessionWhole(
        _ implementation: HostAccess.Transport, _ seed: UInt64
    ) async throws {
        try await SSHServer.with { server in
            let transport = try SSHTransport(server.destination(), implementation: implementation)
            #expect(try await transport.shell("true").succeeded)
            let before = server.sessionProcesses()
            let fates = [UInt8].pattern(120, seed: seed)
            await withTaskGroup { group in
                for (number, fate) in fates.enumerated() {
                    group.addTask {
                        let task = Task {
                            if fate % 3 == 0 {
                                let stream = try await transport.open(RemoteCommand(["cat"], timeout: .seconds(60)))
                                try await stream.write([UInt8](repeating: fate, count: Int(fate) * 500))
                                _ = try await stream.read()
                                await stream.close()
                            } else {
                                let answer = try await transport.shell("echo \(number)").output.text
                                #expect(answer == "\(number)\n", "seed \(seed)")
                            }
                        }
                        guard fate % 2 == 0 else { return await Self.expectSuccess(of: task, seed) }
                        for _ in 0..<Int(fate) { await Task.yield() }
                        task.cancel()
                        _ = await task.result
                    }
                }
            }
            for _ in 0..<10 { #expect(try await transport.shell("true").succeeded, "seed \(seed)") }
            #expect(server.sessionProcesses() == before, "seed \(seed)")
            await transport.close()
        }
    }

    private static func expectSuccess(of task: Task<Void, any Error>, _ seed: UInt64) async {
        await #expect(throws: Never.self, "seed \(seed)") { try await task.value }
    }

    @Test(arguments: HostAccess.Transport.real)
    func closingEndsTheSessionOnTheHost(_ implementation: HostAccess.Transport) async throws {
        try await SSHServer.with { server in
            let transport = try SSHTransport(server.destination(), implementation: implementation)
            #expect(try await transport.shell("true").succeeded)
            #expect(server.sessionProcesses().count == 1)
            await transport.close()
            while !server.sessionProcesses().isEmpty { await Task.yield() }
        }
    }

    @Test(arguments: HostAccess.Transport.real)
    func rekeyingGoesUnnoticed(_ implementation: HostAccess.Transport) async throws {
        var options = SSHServerOptions()
        options.configuration = ["RekeyLimit 1M"]
        try await SSHServer.with(options) { server in
            let transport = try SSHTransport(server.destination(), implementation: implementation)
            let input = [UInt8].pattern(6 << 20, seed: 3)
            async let first = transport.run(RemoteCommand(["cat"], input: input))
            async let second = transport.run(RemoteCommand(["cat"], input: input))
            #expect(try await first.output == input)
            #expect(try await second.output == input)
            await transport.close()
        }
    }

    @Test(arguments: HostAccess.Transport.real)
    func nineHostsAreReachedTogether(_ implementation: HostAccess.Transport) async throws {
        try await SSHServer.with { server in
            let transports = try (0..<9).map { _ in
                try SSHTransport(server.destination(), implementation: implementation)
            }
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for transport in transports {
                    group.addTask { try await transport.shell("true").succeeded }
                }
                for try await succeeded in group { #expect(succeeded) }
            }
            for transport in transports { await transport.close() }
        }
    }
}
