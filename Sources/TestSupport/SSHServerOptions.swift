/// How a test's sshd differs from a plain one.
public struct SSHServerOptions: Sendable {
    /// The kinds of host keys it has: `ed25519`, `ecdsa`, `rsa`.
    public var hostKeyTypes = ["ed25519"]

    /// The kind of the user's key.
    public var identityType = "ed25519"

    /// Whether the user's key is in `authorized_keys`.
    public var authorizesIdentity = true

    /// More lines of sshd_config(5).
    public var configuration: [String] = []

    /// What the login shell runs before every command.
    public var bashrc = ""

    public init() {}
}
