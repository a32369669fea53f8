import Foundation
import Reconciliation
import TestSupport
import Testing

/// Host keys of real SSH servers.
@Suite("isobar host scan", .enabled(if: getuid() == 0, "sshd is run as root"))
struct HostScanTests {
    private func state(_ hosts: String, in body: (String) throws -> Void) throws {
        let directory = GitFixture.temporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try Data(hosts.utf8).write(to: URL(fileURLWithPath: directory + "/hosts.yaml"))
        try body(directory)
    }

    /// As ssh-keygen prints it.
    private func fingerprint(_ server: SSHServer, _ type: String = "ed25519") throws -> String {
        let said = try SpawnedProgram.run("/usr/bin/ssh-keygen", ["-lf", server.directory.path + "/host_\(type).pub"])
        return String(decoding: said.output, as: UTF8.self).split(separator: " ").dropFirst().first.map(String.init)
            ?? ""
    }

    @Test("An address alone needs no configuration, and gives the line to pin")
    func address() async throws {
        try await SSHServer.with { server in
            let ended = try Program().run(["host", "scan", server.address, "--port", String(server.port)])
            #expect(ended.status == 0, "\(ended.errorOutput)")
            #expect(ended.output.contains(try fingerprint(server)))
            #expect(
                ended.output.contains(
                    "  NAME: {role: ROLE, address: 127.0.0.1, hostKey: \"\(try server.hostKeyLine())\"}\n"))
            #expect(ended.output.contains("has been compared with what the host's own console shows"))
        }
    }

    @Test("A state without keys is scanned: each host says whether it is as pinned")
    func verdicts() async throws {
        try await SSHServer.with { server in
            let other = try await server.makeKey("other")
            let wrong = try String(contentsOfFile: other + ".pub", encoding: .utf8).split(separator: " ").prefix(2)
                .joined(separator: " ")
            let hosts = """
                ssh: {port: \(server.port)}
                hosts:
                  good: {role: broker, address: 127.0.0.1, hostKey: "\(try server.hostKeyLine())"}
                  wrong: {role: antiloop, address: 127.0.0.1, hostKey: "\(wrong)"}
                  fresh: {role: antiloop, address: 127.0.0.1}
                  empty: {role: antiloop, address: 127.0.0.1, hostKey: , unknown: key}
                  away: {role: manage, address: 127.0.0.1, port: 1}

                """
            try state(hosts) { directory in
                let ended = try Program().run(["host", "scan", "--path", directory, "--format", "json"])
                #expect(ended.status == 1, "\(ended.errorOutput)")
                let document = try JSONDecoder().decode(HostScanDocument.self, from: Data(ended.output.utf8))
                #expect(document.hosts.map(\.name) == ["good", "wrong", "fresh", "empty", "away"])
                #expect(
                    document.hosts.map(\.verdict) == [.pinned, .differs, .notPinned, .notPinned, .unreached])
                #expect(document.hosts[1].pinned?.key == wrong)
                #expect(document.hosts[1].presented?.fingerprint == (try fingerprint(server)))
                #expect(document.hosts[4].code == "host-unreachable")

                let one = try Program().run(["host", "scan", "--path", directory, "fresh"])
                #expect(one.status == 0)
                #expect(
                    one.output.contains(
                        "  fresh: {role: antiloop, address: 127.0.0.1, hostKey: \"\(try server.hostKeyLine())\"}"))
                #expect(try Program().run(["host", "scan", "--path", directory, "away"]).status == 8)

                let text = try Program().run(["host", "scan", "--path", directory, "wrong"])
                #expect(text.status == 1)
                #expect(text.output.contains("presented \(try fingerprint(server)) (ssh-ed25519)"))
                #expect(text.output.contains("pinned    SHA256:"))
            }
        }
    }

    @Test("The kind that is pinned is asked for; a host that lost it shows what it has")
    func kinds() async throws {
        var options = SSHServerOptions()
        options.hostKeyTypes = ["ecdsa", "ed25519"]
        try await SSHServer.with(options) { server in
            let hosts = """
                ssh: {port: \(server.port)}
                hosts:
                  a: {role: broker, address: 127.0.0.1, hostKey: "\(try server.hostKeyLine("ecdsa"))"}

                """
            try state(hosts) { directory in
                let ended = try Program().run(["host", "scan", "--path", directory])
                #expect(ended.status == 0)
                #expect(ended.output.contains(", as pinned"))
            }
        }
    }

    @Test("A commit whose keys are missing is scanned, too")
    func commit() async throws {
        try await SSHServer.with { server in
            let controller = try await Controller()
            try controller.repository.commit(
                "no keys",
                [
                    "hosts.yaml":
                        "ssh: {port: \(server.port)}\nhosts:\n  waloop01: {role: antiloop, address: 127.0.0.1}\n"
                ])
            let ended = try controller.isobar("host", "scan")
            #expect(ended.status == 0, "\(ended.errorOutput)")
            #expect(ended.output.contains("! waloop01 (127.0.0.1:\(server.port)): \(try fingerprint(server))"))
        }
    }

    @Test("Mistakes are told with their place")
    func mistakes() throws {
        try state("hosts:\n  a: {role: broker}\n  B_C: {address: 127.0.0.1}\n") { directory in
            let ended = try Program().run(["host", "scan", "--path", directory])
            #expect(ended.status == 1)
            #expect(ended.errorOutput.contains("hosts.yaml:2:"))
            #expect(ended.errorOutput.contains("hosts.yaml:3:"))
        }
        #expect(try Program().run(["host", "scan", "--path", "/nonexistent"]).status != 0)
        #expect(try Program().run(["host", "scan", "$(id)"]).status == 64)
        #expect(try Program().run(["host", "scan", "127.0.0.1", "--port", "0"]).status == 64)
    }
}
