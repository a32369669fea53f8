internal import BrokerModel
internal import Foundation

extension IdentityKey {
    /// Reads the identity of a destination for libssh2, and refuses what that
    /// cannot use.
    init(for destination: SSHDestination, failures: SSHFailures) throws(Failure) {
        try self.init(reading: destination, failures: failures)
        switch kind {
        case .supported:
            return
        case .rsa:
            throw failures.identityUnusable(
                .transportUnsupported,
                "it is an RSA key, which libssh2 1.10 can use only with SHA-1, and OpenSSH refuses that",
                remedy: "set `transport: auto` in hosts.yaml, or make an Ed25519 key (ssh-keygen -t ed25519) and "
                    + "authorise it")
        case .encrypted:
            throw Self.encrypted(failures)
        case .notAPrivateKey:
            throw Self.notAPrivateKey(failures)
        }
    }

    /// Refuses what ssh(1) cannot use, or only after asking a person.
    static func checkForOpenSSH(_ destination: SSHDestination, failures: SSHFailures) throws(Failure) {
        let key = try IdentityKey(reading: destination, failures: failures)
        // An agent has what the file lacks.
        guard !destination.openSSH.usesAgent else { return }
        switch key.kind {
        case .supported, .rsa: return
        case .encrypted: throw encrypted(failures)
        case .notAPrivateKey: throw notAPrivateKey(failures)
        }
    }

    private init(reading destination: SSHDestination, failures: SSHFailures) throws(Failure) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: destination.identityFile))
        } catch {
            throw failures.identityUnusable(
                .configurationInvalid, "the file cannot be read: \(error.localizedDescription)",
                remedy: "check `ssh: identityFile` and that this user may read the file")
        }
        self.init(text: [UInt8](data))
    }

    private static func encrypted(_ failures: SSHFailures) -> Failure {
        failures.identityUnusable(
            .configurationInvalid, "the key is protected by a passphrase",
            remedy: "use a key without a passphrase that only this user can read, or an agent (`ssh: agent`)")
    }

    private static func notAPrivateKey(_ failures: SSHFailures) -> Failure {
        failures.identityUnusable(
            .configurationInvalid, "the file holds no private key in OpenSSH's format or PEM",
            remedy: "name the private key, not its .pub file")
    }
}
