import BrokerModel
import Foundation
import SSH
import TestSupport
import Testing

/// That an OpenSSH master leaves nothing behind, however it ends.
@Suite struct OpenSSHLifetimeTests {
    private func transport(_ server: SSHServer) throws -> SSHTransport {
        try SSHTransport(server.destination(), implementation: .openssh)
    }

    @Test func aSessionHoldsOneProcessAndNoFile() async throws {
        try await SSHServer.with { server in
            let transport = try transport(server)
            #expect(try await transport.shell("true").succeeded)
            let masters = MasterProcesses.all(ofPort: server.port)
            #expect(masters.count == 1)
            for master in masters {
                let socket = try #require(master.option("ControlPath"))
                let hosts = try #require(master.option("UserKnownHostsFile"))
                #expect(hosts.hasSuffix("/known_hosts"))
                for path in [socket, hosts, String(socket.dropLast("/control".count))] {
                    #expect(!FileManager.default.fileExists(atPath: path), "\(path)")
                }
            }
            await transport.close()
            #expect(MasterProcesses.all(ofPort: server.port).isEmpty)
        }
    }

    @Test func aFailedLoginLeavesNothing() async throws {
        var options = SSHServerOptions()
        options.authorizesIdentity = false
        try await SSHServer.with(options) { server in
            let transport = try transport(server)
            for _ in 0..<3 { _ = try await failure { _ = try await transport.shell("true") } }
            #expect(MasterProcesses.all(ofPort: server.port).isEmpty)
            await transport.close()
        }
    }

    @Test func aDroppedTransportEndsItsMaster() async throws {
        try await SSHServer.with { server in
            do {
                let transport = try transport(server)
                #expect(try await transport.shell("true").succeeded)
            }
            try await Self.until { MasterProcesses.all(ofPort: server.port).isEmpty }
        }
    }

    @Test func aMasterThatIsKilledIsReplaced() async throws {
        try await SSHServer.with { server in
            let transport = try transport(server)
            let stream = try await transport.open(RemoteCommand(["cat"]))
            let task = Task { try await transport.shell("touch ~/started; exec sleep 30") }
            try await transport.wait(for: "[ -e ~/started ]")
            for master in MasterProcesses.all(ofPort: server.port) { kill(master.id, SIGKILL) }
            #expect(try await failure { _ = try await task.value }.code == .connectionLost)
            #expect(try await failure { _ = try await stream.read() }.code == .connectionLost)
            #expect(try await transport.shell("echo again").output.text == "again\n")
            #expect(MasterProcesses.all(ofPort: server.port).count == 1)
            await transport.close()
        }
    }

    /// A master that answers no signal must not keep the transport from closing.
    @Test func aMasterThatIsStoppedIsKilled() async throws {
        try await SSHServer.with { server in
            let transport = try transport(server)
            #expect(try await transport.shell("true").succeeded)
            for master in MasterProcesses.all(ofPort: server.port) { kill(master.id, SIGSTOP) }
            await transport.close()
            #expect(MasterProcesses.all(ofPort: server.port).isEmpty)
        }
    }

    @Test(arguments: HostAccess.Transport.real)
    func manyCommandsLeaveNoDescriptorAndNoProcess(_ implementation: HostAccess.Transport) async throws {
        try await SSHServer.with { server in
            // In a process of its own: other tests come and go in this one.
            let host = try CodableDestination(server, implementation)
            await #expect(processExitsWith: .success) { [host = host as CodableDestination] in
                let transport = try host.transport()
                for _ in 0..<5 { _ = try await transport.run(RemoteCommand(["true"])) }
                let before = try Self.held()
                for _ in 0..<200 { _ = try await transport.run(RemoteCommand(["true"])) }
                let after = try Self.held()
                await transport.close()
                if before != after { fatalError("\(before) became \(after)") }
                let master = try MasterProcesses.children()
                if !master.isEmpty { fatalError("left: \(master)") }
            }
        }
    }

    @Test func aKilledControllerTakesItsMasterAlong() async throws {
        try await SSHServer.with { server in
            let host = try CodableDestination(server, .openssh)
            await #expect(processExitsWith: .signal(SIGKILL)) { [host = host as CodableDestination] in
                let transport = try host.transport()
                let stream = try await transport.open(RemoteCommand(["cat"]))
                if try MasterProcesses.children().count != 1 { fatalError("no master is running") }
                try await stream.write([1])
                kill(getpid(), SIGKILL)
            }
            try await Self.until { MasterProcesses.all(ofPort: server.port).isEmpty }
            try await Self.until { server.sessionProcesses().isEmpty }
        }
    }

    /// /proc tells of no change, so it has to be looked at again and again.
    private static func until(_ condition: () -> Bool) async throws {
        while !condition() { try await Task.sleep(for: .milliseconds(20)) }
    }

    /// How many descriptors and children this process has.
    private static func held() throws -> [Int] {
        [
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count,
            try MasterProcesses.children().count,
        ]
    }
}
