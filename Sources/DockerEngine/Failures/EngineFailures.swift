internal import BrokerModel

/// Turns what goes wrong with one engine into ``Failure``.
struct EngineFailures: Sendable {
    /// The host, as it is named in messages.
    let host: String

    func failure(
        _ code: FailureCode, _ attempt: Attempt, _ response: String, remedy: String? = nil
    ) -> Failure {
        Failure(
            code, attempted: attempt.what, on: "\(host), \(attempt.request)", response: response, remedy: remedy)
    }

    /// The engine answered with something that is no answer.
    func violation(_ attempt: Attempt, _ what: String) -> Failure {
        failure(
            .engineProtocol, attempt, what,
            remedy: "check that `docker system dial-stdio` on \(host) reaches a Docker Engine, "
                + "and that the login shell prints nothing by itself")
    }

    func tooOld(_ attempt: Attempt, _ version: APIVersion) -> Failure {
        failure(
            .engineRefused, attempt, "the engine speaks API \(version), at least \(APIVersion.oldest) is needed",
            remedy: "install Docker 20.10 or later on \(host)")
    }

    func cancelled(_ attempt: Attempt) -> Failure {
        failure(.cancelled, attempt, "cancelled")
    }

    /// Any error of an attempt; one that is a ``Failure`` and says enough stays
    /// as it is, and so does the error of an upload's source.
    func translate(_ error: any Error, _ attempt: Attempt) -> any Error {
        switch error {
        case let failure as Failure where failure.code == .connectionLost || failure.code == .commandFailed:
            return lost(attempt, failure.response)
        case is CancellationError:
            return cancelled(attempt)
        case let exceeded as Deadline.Exceeded:
            return failure(
                .deadlineExceeded, attempt, "no answer within \(exceeded.limit)",
                remedy: "look at the engine on \(host): `systemctl status docker`, `journalctl -u docker`")
        case HTTPProtocolError.ended(let what):
            return lost(attempt, what)
        case HTTPProtocolError.malformed(let what), HTTPProtocolError.tooLarge(let what):
            return violation(attempt, what)
        case let error as DecodingError:
            return violation(attempt, PlainText(error.summary).text)
        default:
            return error
        }
    }

    private func lost(_ attempt: Attempt, _ response: String) -> Failure {
        failure(
            .connectionLost, attempt, PlainText(response).text,
            remedy: attempt.isChange ? "it is not known whether the engine did it; the next look at \(host) tells" : nil
        )
    }
}
