import BrokerModel
import Foundation
import TestSupport

@testable import Fleet

/// A real HAProxy on a sandbox's host. In the place of systemd stands a script
/// that does to it what its unit does (`haproxy.service`, Debian 12).
struct SandboxProxy {
    let sandbox: Sandbox

    static let path = "/etc/haproxy/haproxy.cfg"
    static let owner = FileOwnership(owner: "root", group: "root", mode: 0o640)

    /// Runs `body` with a host on which HAProxy can be started.
    static func with(_ body: (SandboxProxy) async throws -> Void) async throws {
        try await Sandbox.with { sandbox in
            let proxy = SandboxProxy(sandbox: sandbox)
            try proxy.install()
            do {
                try await body(proxy)
            } catch {
                try await proxy.stop()
                throw error
            }
            try await proxy.stop()
        }
    }

    /// A configuration as Isobar writes it: it describes itself.
    func configuration(
        _ description: String, bind: String? = nil, servers: [String] = ["one 127.0.0.1:1", "two 127.0.0.1:2"]
    ) -> String {
        """
        global
          description \(description)
          stats socket /run/haproxy/admin.sock mode 660 level admin
        defaults
          mode tcp
          timeout client 3m
          timeout server 3m
          timeout connect 5s
        frontend mqtt
          bind \(bind ?? "unix@\(frontend)")
          default_backend brokers
        backend brokers
        \(servers.map { "  server \($0)\n" }.joined())
        """
    }

    /// The socket clients connect to.
    var frontend: String { sandbox.directory.path + "/frontend.sock" }

    func file(_ text: String) throws -> Resource {
        try Steps.file(Self.path, ConfidentialText(text), check: .haproxy, ownership: Self.owner)
    }

    func process(_ description: String) throws -> Resource {
        try Steps.resource(HAProxySpecification(configuration: description), "haproxy")
    }

    /// Says something on the statistics socket.
    func tell(_ command: String) async throws {
        try await Machine.run(
            "sh", "-c",
            "echo '\(command)' | socat - UNIX-CONNECT:\(sandbox.directory.path)/socket/admin.sock >/dev/null")
    }

    /// What the statistics socket answers.
    func ask(_ command: String) async throws -> String {
        let line = "echo '\(command)' | socat - UNIX-CONNECT:\(sandbox.directory.path)/socket/admin.sock"
        return String(decoding: try await Machine.execute(["sh", "-c", line]).output, as: UTF8.self)
    }

    private func install() throws {
        let directory = sandbox.directory.path
        let programs = [
            "haproxy": "exec \(directory)/usr-sbin/haproxy \"$@\"",
            // 9 is the helper's lock, which a process of systemd does not have.
            "systemctl": """
            exec 9>&-
            pid=$(cat \(directory)/haproxy.pid 2>/dev/null)
            case $1 in
            start) haproxy -W -D -p \(directory)/haproxy.pid -f /etc/haproxy/haproxy.cfg ;;
            reload) haproxy -c -q -f /etc/haproxy/haproxy.cfg && kill -USR2 "$pid" ;;
            esac
            """,
        ]
        let place = sandbox.directory.appending(path: "programs")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        for (name, text) in programs { try install(name, text) }
    }

    /// Puts a script into the host's `/usr/sbin`, where programs are looked for first.
    func install(_ name: String, _ text: String) throws {
        let file = sandbox.directory.appending(path: "programs/\(name)")
        try "#!/bin/sh\n\(text)\n".write(to: file, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }

    /// Ends the process this test started, by its number.
    private func stop() async throws {
        let file = sandbox.directory.appending(path: "haproxy.pid").path
        try await Machine.run("sh", "-c", "[ ! -f \(file) ] || kill -TERM $(cat \(file))")
    }
}
