import BrokerModel
import SSH
import TestSupport

/// A test's server in a form that can be handed to another process.
struct CodableDestination: Codable, Sendable {
    private let address: String
    private let port: UInt16
    private let user: String
    private let hostKey: String
    private let identityFile: String
    private let implementation: HostAccess.Transport

    init(_ server: SSHServer, _ implementation: HostAccess.Transport) throws {
        (address, port, user, identityFile) = (server.address, server.port, server.user, server.identityFile)
        hostKey = try server.hostKeyLine()
        self.implementation = implementation
    }

    func transport() throws -> SSHTransport {
        let destination = SSHDestination(
            name: "testhost", address: address, port: port, user: user, hostKeys: [try PinnedHostKey(hostKey)],
            identityFile: identityFile)
        return try SSHTransport(destination, implementation: implementation)
    }
}
