internal import BrokerModel
internal import Foundation

extension IdentityKey {
    /// Reads the identity of a destination and refuses what cannot work.
    init(for destination: SSHDestination, failures: SSHFailures) throws(Failure) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: destination.identityFile))
        } catch {
            throw failures.identityUnusable(
                .configurationInvalid, "the file cannot be read: \(error.localizedDescription)",
                remedy: "check `ssh: identityFile` and that this user may read the file")
        }
        self.init(text: [UInt8](data))
        switch kind {
        case .supported:
            return
        case .rsa:
            throw failures.identityUnusable(
                .transportUnsupported,
                "it is an RSA key, which libssh2 1.10 can use only with SHA-1, and OpenSSH refuses that",
                remedy: "make an Ed25519 key (ssh-keygen -t ed25519) and authorise it")
        case .encrypted:
            throw failures.identityUnusable(
                .configurationInvalid, "the key is protected by a passphrase",
                remedy: "use a key without a passphrase that only this user can read")
        case .notAPrivateKey:
            throw failures.identityUnusable(
                .configurationInvalid, "the file holds no private key in OpenSSH's format or PEM",
                remedy: "name the private key, not its .pub file")
        }
    }
}
