import Foundation
import SSH
import TestSupport

extension SSHServer {
    /// Runs `body` with a server that lets in whoever has a certificate of an
    /// authority, whose key file is handed over, and nobody else.
    static func withAuthority(_ body: (SSHServer, String) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "authority-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let authority = directory.appending(path: "ca").path
        try await ChildProcess.run("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", authority])
        var options = SSHServerOptions()
        options.authorizesIdentity = false
        options.configuration = ["TrustedUserCAKeys \(authority).pub"]
        try await SSHServer.with(options) { try await body($0, authority) }
    }

    /// A configuration that reaches `destination` through this server, as which
    /// only the holder of the key `pinned` is accepted.
    func jumpConfiguration(for destination: SSHDestination, pinned: String) throws -> String {
        let knownHosts = directory.appending(path: "jump_known_hosts").path
        try "[\(address)]:\(port) \(pinned)\n".write(to: URL(filePath: knownHosts), atomically: true, encoding: .utf8)
        let text = """
            Host \(destination.name)
              ProxyJump jump
            Host jump
              HostName \(address)
              Port \(port)
              User \(user)
              IdentityFile \(identityFile)
              UserKnownHostsFile \(knownHosts)
              StrictHostKeyChecking yes
              BatchMode yes

            """
        let file = directory.appending(path: "ssh_config").path
        try text.write(to: URL(filePath: file), atomically: true, encoding: .utf8)
        return file
    }
}
