/// Which SSH servers are believed. There is no mode that accepts an unknown key.
public enum SSHHostTrust: Sendable, Hashable {
    /// The keys in `~/.ssh/known_hosts` (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT),
    /// hashed names included. libssh2 does not know `@revoked`: remove such a
    /// key from the file instead.
    case userKnownHosts

    /// Exactly these keys.
    ///
    /// libssh2 asks a server for its ECDSA key before its Ed25519 key, so a
    /// server that has both is pinned by the ECDSA one or by both.
    case pinned([SSHHostKeyPin])
}
