internal import BrokerModel

extension EngineFailures {
    /// No connection could be opened, or it did not answer the ping.
    ///
    /// The process behind the stream, `docker system dial-stdio` as a rule,
    /// says on standard error why it could not reach the engine; the words
    /// looked for are Docker's and the shell's.
    func opening(_ attempt: Attempt, _ error: any Error) -> any Error {
        switch error {
        case let failure as Failure where failure.code == .commandFailed || failure.code == .connectionLost:
            unavailable(attempt, PlainText(failure.response).text)
                // A connection lost without any of these words is just that.
                ?? (failure.code == .connectionLost
                    ? failure : engineUnreachable(attempt, PlainText(failure.response).text))
        case HTTPProtocolError.ended:
            engineUnreachable(attempt, "the connection ended before the engine answered")
        default:
            translate(error, attempt)
        }
    }

    private func engineUnreachable(_ attempt: Attempt, _ response: String) -> Failure {
        failure(.engineUnavailable, attempt, response, remedy: startRemedy)
    }

    private var startRemedy: String { "start the engine on \(host): `systemctl start docker`" }

    private func unavailable(_ attempt: Attempt, _ response: String) -> Failure? {
        let words = response.lowercased()
        let remedy: String? =
            if words.contains("permission denied") {
                "let the SSH user on \(host) talk to the engine: add it to the group docker, or install the host helper"
            } else if words.contains("not found") {
                "install Docker on \(host)"
            } else if words.contains("connection refused") || words.contains("no such file or directory")
                || words.contains("cannot connect to the docker daemon")
            {
                startRemedy
            } else {
                nil
            }
        return remedy.map { failure(.engineUnavailable, attempt, response, remedy: $0) }
    }
}
