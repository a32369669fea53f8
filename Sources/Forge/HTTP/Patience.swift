import BrokerModel

/// How long a forge is waited for, and when it is asked again.
///
/// By the forges' documentation: after 429, and after 403 with a header that tells
/// of a limit, wait as `Retry-After` says, or until `X-RateLimit-Reset`
/// (`RateLimit-Reset` of GitLab), or a minute and ever longer. After 409, where
/// somebody else was at the same thing, after 5xx, and after no answer, a second and
/// ever longer.
public struct Patience: Sendable, Equatable {
    /// How often one thing is asked in all.
    public var attempts: Int

    /// The longest single pause: who is told to wait longer gives up for now.
    public var longestPause: Duration

    public init(attempts: Int = 5, longestPause: Duration = .seconds(900)) {
        self.attempts = attempts
        self.longestPause = longestPause
    }

    enum Verdict: Equatable {
        case take
        case again(after: Duration)
        /// Another time would give the same.
        case refuse
        /// It would take too long, or was tried often enough.
        case giveUp
    }

    /// - Parameters:
    ///   - attempt: how many were made, this one included.
    ///   - now: by which resets are measured.
    func verdict(on answer: HTTPAnswer, attempt: Int, isRepeatable: Bool, now: Timestamp) -> Verdict {
        if answer.isSuccess { return .take }
        if Self.isLimit(answer) {
            // It was not taken, so that asking again repeats nothing.
            return pause(Self.pauseOfLimit(answer, attempt: attempt, now: now), attempt)
        }
        // Not taken either.
        if answer.status == 409 { return pause(Self.growing(from: 1, attempt), attempt) }
        guard answer.status >= 500 || answer.status == 408 else { return .refuse }
        return isRepeatable ? pause(Self.growing(from: 1, attempt), attempt) : .giveUp
    }

    func verdictOnSilence(attempt: Int, isRepeatable: Bool) -> Verdict {
        isRepeatable ? pause(Self.growing(from: 1, attempt), attempt) : .giveUp
    }

    private func pause(_ pause: Duration, _ attempt: Int) -> Verdict {
        attempt >= attempts || pause > longestPause ? .giveUp : .again(after: pause)
    }

    private static func isLimit(_ answer: HTTPAnswer) -> Bool {
        if answer.status == 429 { return true }
        guard answer.status == 403 else { return false }
        return answer.headers["retry-after"] != nil || answer.headers["x-ratelimit-remaining"] == "0"
            || answer.excerpt.lowercased().contains("rate limit")
    }

    private static func pauseOfLimit(_ answer: HTTPAnswer, attempt: Int, now: Timestamp) -> Duration {
        if let seconds = answer.headers["retry-after"].flatMap({ Int64($0) }) { return .seconds(max(1, seconds)) }
        let reset = answer.headers["x-ratelimit-reset"] ?? answer.headers["ratelimit-reset"]
        if let reset = reset.flatMap({ Int64($0) }) {
            // A second more, as clocks differ.
            return max(.seconds(1), Timestamp(seconds: reset) - now + .seconds(1))
        }
        return growing(from: 60, attempt)
    }

    private static func growing(from seconds: Int, _ attempt: Int) -> Duration {
        .seconds(seconds << min(max(0, attempt - 1), 10))
    }
}
