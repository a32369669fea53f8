import BrokerModel

/// Runs of one commit that failed, one after the other: of what git changed, or of the
/// mending of one resource.
struct FailedAttempts: Sendable, Equatable {
    var commit: CommitID
    var count = 0

    /// Of them those that were the commit's fault, for all that is known.
    private var faults = 0

    /// Not tried again before; nil when it is not to be tried again at all.
    var notBefore: Timestamp?

    init(commit: CommitID) {
        self.commit = commit
    }

    /// One that was given up before a restart.
    static func givenUp(_ commit: CommitID) -> Self {
        var attempts = Self(commit: commit)
        attempts.count = 1
        return attempts
    }

    var hasGivenUp: Bool { count > 0 && notBefore == nil }

    /// Why nothing is tried at a moment; nil when it may be.
    func hold(at now: Timestamp) -> HoldReason? {
        if hasGivenUp { return .gaveUp }
        return notBefore.flatMap { $0 > now ? .retry($0) : nil }
    }

    /// Another run failed.
    ///
    /// When nothing of what failed can be mended by waiting, waiting is no use.
    mutating func note(
        _ codes: [FailureCode], isOfRecord: Bool, _ rule: RetryRule, at now: Timestamp, _ jitter: inout Jitter
    ) {
        count += 1
        let isHopeless = !codes.isEmpty && codes.allSatisfy { Self.retry($0) == .stalled }
        // A host that is away comes back some day, and so does room on the controller's disk: no fault of the commit.
        let isOfHosts = !codes.isEmpty && codes.allSatisfy { $0.exitStatus == FailureCode.hostUnreachable.exitStatus }
        let isBlameless = isOfRecord || isOfHosts
        if !isBlameless { faults += 1 }
        guard isBlameless || !isHopeless && faults < rule.attempts else { return notBefore = nil }
        notBefore = now + jitter.spread(rule.pause(after: count))
    }

    /// A plan that another look makes anew is no reason to stop: the next look does.
    private static func retry(_ code: FailureCode) -> RetryClass {
        code == .planStale ? .transient : code.retry
    }
}
