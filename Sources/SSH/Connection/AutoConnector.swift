internal import BrokerModel
internal import Foundation

/// Takes libssh2 wherever that can reach the host, else OpenSSH.
///
/// What cannot be told beforehand is tried, and only a host with which libssh2
/// has no algorithm in common is tried again: a wrong host key and a refused
/// login are answers, whoever gets them.
final class AutoConnector: SessionConnector {
    private let destination: SSHDestination
    private let libssh2: Libssh2Connector
    private let openSSH: OpenSSHConnector

    private let choice: TransportChoice

    /// Why libssh2 will not do, once that is known.
    private var obstacle: String?

    init(_ destination: SSHDestination, environment: [String: String], _ choice: TransportChoice) {
        self.destination = destination
        self.choice = choice
        libssh2 = Libssh2Connector(destination)
        openSSH = OpenSSHConnector(destination, environment: environment)
        obstacle = Self.obstacle(destination)
    }

    func connect(_ patience: Patience) throws(ConnectProblem) -> any Session {
        if obstacle == nil {
            do {
                let session = try libssh2.connect(patience)
                choice.note(.libssh2)
                return session
            } catch .failed(let failure) where failure.code == .transportUnsupported && !destination.hostKeys.isEmpty {
                obstacle = failure.response
            }
        }
        do {
            let session = try openSSH.connect(patience)
            choice.note(.openssh)
            return session
        } catch .failed(var failure) where failure.code == .transportUnsupported {
            if let obstacle { failure.response += " (libssh2 was no way either: \(obstacle))" }
            throw .failed(failure)
        }
    }

    /// What can be told without asking the host.
    private static func obstacle(_ destination: SSHDestination) -> String? {
        if destination.openSSH.configFile != nil { return "it reads no ssh_config" }
        if destination.openSSH.usesAgent { return "an agent is asked for" }
        if FileManager.default.fileExists(atPath: destination.identityFile + "-cert.pub") {
            return "the identity has a certificate"
        }
        let canCheck = destination.hostKeys.contains { Libssh2Connector.hostKeyAlgorithms.contains($0.algorithm) }
        if !canCheck, !destination.hostKeys.isEmpty { return "it cannot check the pinned key" }
        guard let text = FileManager.default.contents(atPath: destination.identityFile) else { return nil }
        return IdentityKey(text: [UInt8](text)).kind == .rsa ? "the identity is an RSA key" : nil
    }
}
