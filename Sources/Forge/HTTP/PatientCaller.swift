import BrokerModel

/// Asks a forge until it answers or patience ends.
struct PatientCaller: Sendable {
    let sender: any HTTPSender
    let patience: Patience

    /// Measures pauses; the time of day is another clock.
    let timer: any Clock<Duration>
    let clock: @Sendable () -> Timestamp

    /// How the forge is called in failures: its address.
    let name: String

    /// - Parameters:
    ///   - attempted: for a failure, as an infinitive.
    ///   - accepted: further statuses that are no failure.
    func call(_ call: HTTPCall, to attempted: String, accepting accepted: Set<Int> = []) async throws -> HTTPAnswer {
        var attempt = 0
        while true {
            attempt += 1
            let answer: HTTPAnswer
            do {
                answer = try await sender.send(call)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                guard
                    case .again(let pause) = patience.verdictOnSilence(
                        attempt: attempt, isRepeatable: call.isRepeatable)
                else { throw unreachable(attempted, "\(error)") }
                try await timer.sleep(for: pause)
                continue
            }
            if accepted.contains(answer.status) { return answer }
            switch patience.verdict(on: answer, attempt: attempt, isRepeatable: call.isRepeatable, now: clock()) {
            case .take: return answer
            case .again(let pause): try await timer.sleep(for: pause)
            case .refuse: throw refused(attempted, answer)
            case .giveUp: throw unreachable(attempted, "it answers \(answer.status): \(answer.excerpt)")
            }
        }
    }

    private func unreachable(_ attempted: String, _ response: String) -> Failure {
        Failure(
            .forgeUnreachable, attempted: attempted, on: name, response: response,
            remedy: "it is tried again with the next look")
    }

    private func refused(_ attempted: String, _ answer: HTTPAnswer) -> Failure {
        let remedy: String =
            switch answer.status {
            case 401: "the token of forge.tokenFile is not, or no longer, valid"
            case 403: "the token may not do this; docs/previews.md lists the rights it needs"
            case 404: "check forge.repository, and that the token may see it"
            default: "the forge does not take it; its words are above"
            }
        // To another token, or with other rights, it may give another answer.
        let isOfAccess = [401, 403, 404].contains(answer.status)
        return Failure(
            isOfAccess ? .forgeAccessRefused : .forgeRefused, attempted: attempted, on: name,
            response: "it answers \(answer.status): \(answer.excerpt)", remedy: remedy)
    }
}
