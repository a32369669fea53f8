import BrokerModel
import CLibgit2

extension RemoteConversation {
    /// Runs calls of this conversation and turns what they throw into
    /// ``failure(_:)``.
    func explaining<Value: ~Copyable>(_ calls: () throws(GitError) -> Value) throws(Failure) -> Value {
        do {
            return try calls()
        } catch {
            throw failure(error)
        }
    }

    /// What a failed call of this conversation means to an operator.
    func failure(_ error: GitError) -> Failure {
        switch watchdog.end {
        case .cancellation:
            return failure(.cancelled, "cancelled", nil)
        case .silence:
            return failure(
                .repositoryUnreachable, "the server did not answer in time",
                "check the way to the server; it is tried again")
        case nil:
            break
        }
        if location.transport == .ssh, error.has(GIT_ECERTIFICATE) { return hostKeyFailure() }
        if let credentialProblem { return authenticationFailure(credentialProblem) }
        if error.has(GIT_EAUTH) || isRefusal(error) { return authenticationFailure(error.message) }
        if error.has(GIT_ECERTIFICATE) || error.isOf(GIT_ERROR_SSL) {
            return failure(
                .repositoryUnreachable, "the TLS connection failed: \(error.message)",
                "check the server's certificate, or name the authority that issued it")
        }
        return failure(.repositoryUnreachable, error.message, "check that the repository exists and can be reached")
    }

    private func hostKeyFailure() -> Failure {
        let shown = presentedKey?.description ?? "none that can be read"
        switch access.sshHostTrust {
        case .userKnownHosts:
            return failure(
                .repositoryHostKeyRefused,
                "the server's host key \(shown) is not the one in ~/.ssh/known_hosts, or none is there",
                "compare the fingerprint with the server's own (ssh-keygen -lf), then add the key to the file")
        case .pinned(let pins):
            return failure(
                .repositoryHostKeyRefused,
                "the server's host key \(shown) is none of those pinned: "
                    + (pins.isEmpty ? "no key" : pins.map(\.description).joined(separator: ", ")),
                "compare the fingerprint with the server's own (ssh-keygen -lf), then pin it")
        }
    }

    private func authenticationFailure(_ response: String) -> Failure {
        let right = isPublishing ? "write to" : "read"
        let remedy =
            location.transport == .ssh
            ? "check the SSH key (Ed25519 or ECDSA, without a passphrase) and that it may \(right) the repository"
            : "check the token and that it may \(right) the repository"
        return failure(.repositoryAuthenticationRefused, response, remedy)
    }

    /// libgit2 gives no code of its own for these two.
    private func isRefusal(_ error: GitError) -> Bool {
        switch location.transport {
        case .ssh: credentialWasOffered && error.message.contains("authenticate SSH session")
        case .https: error.message.hasSuffix("status code: 401") || error.message.hasSuffix("status code: 403")
        case .path, .file: false
        }
    }

    private func failure(_ code: FailureCode, _ response: String, _ remedy: String?) -> Failure {
        let attempted = isPublishing ? "publish in the repository" : "fetch the repository"
        return Failure(code, attempted: attempted, on: location.text, response: response, remedy: remedy)
    }
}
