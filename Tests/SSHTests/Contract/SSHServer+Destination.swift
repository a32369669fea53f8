import SSH
import TestSupport

extension SSHServer {
    /// The server as a host named `testhost`, with its first host key pinned.
    func destination(
        hostKeyType: String = "ed25519", timeouts: SSHTimeouts = SSHTimeouts()
    ) throws -> SSHDestination {
        SSHDestination(
            name: "testhost", address: address, port: port, user: user,
            hostKeys: [try PinnedHostKey(hostKeyLine(hostKeyType))], identityFile: identityFile, timeouts: timeouts)
    }
}
