internal import BrokerModel

/// The failures of a session with one host, in one voice: the host and its
/// address, what came back, what to do.
struct SSHFailures: Sendable {
    let destination: SSHDestination

    private let opening = "open an SSH session"

    init(_ destination: SSHDestination) {
        self.destination = destination
    }

    var subject: String { destination.subject }

    func unreachable(_ response: String) -> Failure {
        Failure(
            .hostUnreachable, attempted: opening, on: subject, response: response,
            remedy: "check that the host is up, that sshd listens on this address and port, "
                + "and that no firewall is between")
    }

    func hostKeyMismatch(presented: PinnedHostKey) -> Failure {
        hostKeyMismatch(algorithm: presented.algorithm, fingerprint: presented.fingerprint)
    }

    /// - Parameters:
    ///   - algorithm: that of the key the host presented.
    ///   - fingerprint: that key's, as `ssh-keygen -l` prints it.
    func hostKeyMismatch(algorithm: String, fingerprint: String) -> Failure {
        let expected = destination.hostKeys.map { "\($0.fingerprint) (\($0.algorithm))" }
        return Failure(
            .hostKeyMismatch, attempted: opening, on: subject,
            response: "\(destination.name) presented the host key \(fingerprint) (\(algorithm)), "
                + "pinned is \(expected.joined(separator: ", ")); nothing was sent",
            remedy: "if the host was installed anew, compare the fingerprint on its console "
                + "(ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then put what `isobar host scan` prints into "
                + "hosts.yaml; else somebody may be answering in its place")
    }

    func noUsableHostKey() -> Failure {
        let pinned = destination.hostKeys.map(\.algorithm).joined(separator: ", ")
        return Failure(
            .transportUnsupported, attempted: opening, on: subject,
            response: destination.hostKeys.isEmpty
                ? "no host key is pinned" : "the libssh2 transport cannot check a host key of the kind \(pinned)",
            remedy: "pin an ssh-ed25519 or ECDSA host key (`isobar host scan` prints it)")
    }

    /// - Parameter missing: what the server offers instead, if that is known.
    func noCommonAlgorithm(_ response: String, missing: String) -> Failure {
        let pinned = destination.hostKeys.map(\.algorithm).joined(separator: ", ")
        let known = "libssh2 1.10 has curve25519 and ECDH, AES-CTR, HMAC-SHA2"
        let guess = "the server offers no \(pinned) host key, or only key exchanges, ciphers or MACs unknown here"
        return Failure(
            .transportUnsupported, attempted: opening, on: subject,
            response: missing.isEmpty
                ? "\(response): \(guess); \(known)" : "\(missing); pinned is \(pinned), and \(known)",
            remedy: "set `transport: auto` in hosts.yaml, which takes OpenSSH for such a host; or compare with "
                + "`sshd -T` on the host, and pin a key it has")
    }

    func identityUnusable(_ code: FailureCode, _ response: String, remedy: String) -> Failure {
        Failure(
            code, attempted: "read the SSH identity for \(subject)", on: destination.identityFile, response: response,
            remedy: remedy)
    }

    /// - Parameter isInAgent: whether an agent was to sign with the key.
    func authenticationRefused(_ response: String, isInAgent: Bool = false) -> Failure {
        Failure(
            .hostAuthenticationRefused, attempted: "log in as \(destination.user)", on: subject,
            response: "the key in \(destination.identityFile) was refused: \(response)",
            remedy: (isInAgent ? "check with `ssh-add -L` that the agent holds the key; " : "")
                + "append the output of `ssh-keygen -y -f \(destination.identityFile)` to "
                + "~\(destination.user)/.ssh/authorized_keys on the host")
    }

    func lost(_ response: String, during attempted: String) -> Failure {
        Failure(
            .connectionLost, attempted: attempted, on: subject, response: response,
            remedy: "the next call connects again; whether this one took effect has to be observed")
    }

    func closed(during attempted: String) -> Failure {
        Failure(.cancelled, attempted: attempted, on: subject, response: "the connection was closed by its owner")
    }

    func cancelled(during attempted: String) -> Failure {
        Failure(.cancelled, attempted: attempted, on: subject, response: "the call was cancelled")
    }

    func deadlineExceeded(_ response: String, during attempted: String, remedy: String? = nil) -> Failure {
        Failure(.deadlineExceeded, attempted: attempted, on: subject, response: response, remedy: remedy)
    }

    func commandFailed(_ response: String, during attempted: String) -> Failure {
        Failure(.commandFailed, attempted: attempted, on: subject, response: response)
    }
}
