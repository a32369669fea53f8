import SSH
import TestSupport

extension SSHServer {
    /// The server as a host named `testhost`, with its first host key pinned.
    func destination(
        hostKeyType: String = "ed25519", timeouts: SSHTimeouts = .patient
    ) throws -> SSHDestination {
        SSHDestination(
            name: "testhost", address: address, port: port, user: user,
            hostKeys: [try PinnedHostKey(hostKeyLine(hostKeyType))], identityFile: identityFile, timeouts: timeouts)
    }
}

extension SSHTimeouts {
    /// For what is no test of time-outs: a busy machine may take its time.
    static let patient = SSHTimeouts(connect: .seconds(60), pingAfter: .seconds(60), pingDeadline: .seconds(60))
}
