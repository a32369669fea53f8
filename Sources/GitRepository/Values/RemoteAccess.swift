/// With what a remote repository is reached, and what is believed of it.
public struct RemoteAccess: Sendable, Hashable {
    /// The private key for SSH, a file in OpenSSH's or PEM form without a
    /// passphrase.
    public var sshIdentityFile: String?

    public var sshHostTrust: SSHHostTrust

    /// A file that holds the token for HTTPS and nothing else.
    public var httpsTokenFile: String?

    /// The user name sent with the token. GitHub, GitLab and Gitea take any.
    public var httpsUser: String

    /// Certificate authorities for HTTPS, a PEM file, in the place of the
    /// system's.
    public var certificateAuthorityFile: String?

    public init(
        sshIdentityFile: String? = nil,
        sshHostTrust: SSHHostTrust = .userKnownHosts,
        httpsTokenFile: String? = nil,
        httpsUser: String = "isobar",
        certificateAuthorityFile: String? = nil
    ) {
        self.sshIdentityFile = sshIdentityFile
        self.sshHostTrust = sshHostTrust
        self.httpsTokenFile = httpsTokenFile
        self.httpsUser = httpsUser
        self.certificateAuthorityFile = certificateAuthorityFile
    }
}
