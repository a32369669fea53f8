public import BrokerModel

/// What a forge shows beside the head of the branch while it is rolled out. No
/// commit is left as pending: what a newer one overtakes, what a person rejects,
/// and what the end of the service leaves undone, is said to be so.
public struct CommitProgress: Sendable {
    public enum State: String, Sendable, Hashable, CaseIterable {
        case pending
        case success
        case failure
    }

    /// What to show beside a commit.
    public struct Report: Sendable, Equatable {
        public var commit: CommitID
        public var state: State

        /// In a few words: forges take 140 characters.
        public var summary: String

        public init(commit: CommitID, state: State, summary: String) {
            self.commit = commit
            self.state = state
            self.summary = summary
        }
    }

    /// What was reported last.
    private var last: Report?

    /// The commit the hosts were as last: that it is overtaken is no failure.
    private var stood: CommitID?

    private static let standing = "the hosts are as it wants them"

    /// - Parameters:
    ///   - seen: the head that was reported on before a restart. What the forge
    ///     shows of it may be pending, if the service was killed.
    ///   - applied: the last commit that was applied as a whole.
    public init(resuming seen: CommitID? = nil, applied: CommitID? = nil) {
        last = seen.map { Report(commit: $0, state: .pending, summary: "") }
        stood = applied
    }

    /// - Returns: what to report, in this order.
    public mutating func hear(_ notice: Notice) -> [Report] {
        switch notice {
        case .commitSeen(let commit, _):
            last?.commit == commit
                ? [] : close("overtaken by commit \(commit.abbreviated)") + report(commit, .pending, "it is looked at")
        case .commitUnusable(let commit, let failure):
            report(commit, .failure, "not used: \(failure.response.split(separator: "\n").first ?? "see the log")")
        case .branchRewritten(_, let commit):
            report(commit, .pending, "the branch was rewritten: it waits for approval")
        case .lookFailed(let commit, let failure):
            goOn(commit, "no plan yet: \(failure.response.split(separator: "\n").first ?? "see the log")")
        case .waitingForApproval(let proposal):
            report(proposal.commit, .pending, "\(proposal.steps) steps wait for approval")
        case .rejected(let commit, let actor): report(commit, .failure, "rejected by \(actor)")
        case .applying(let commit, .change, let steps, _): report(commit, .pending, "\(steps) steps are carried out")
        case .retrying(let commit, _, let attempt): goOn(commit, "attempt \(attempt) failed; it is tried again")
        case .gaveUp(let commit, _, let attempts):
            giveUp(commit, "given up after \(attempts) attempts")
        case .standing(let commit): stand(commit)
        case .incomplete(let commit, let hosts):
            report(
                commit, .failure,
                hosts.isEmpty
                    ? "in part: something is in the way, isobar plan says what"
                    : "in part: not reached: \(hosts.map(\.text).joined(separator: ", ")); they follow on return")
        case .held(let reasons): hold(reasons)
        case .pinned(let pin) where pin.node == nil:
            report(pin.head, .failure, "gone back to run \(pin.run), commit \(pin.commit.abbreviated)")
        default: []
        }
    }

    /// The service ends.
    public mutating func end() -> [Report] {
        close("the service ended before it was carried out")
    }

    /// Nothing of it is done now.
    private mutating func hold(_ reasons: [HoldReason]) -> [Report] {
        guard let last, last.state == .pending else { return [] }
        // Whoever only observes never carries it out, and what the policy does not admit does not come by waiting.
        if let final = reasons.first(where: { [.observed, .image, .packageSource].contains($0) }) {
            return close("left alone: \(final.text)")
        }
        // Nothing of it is at hand, and these do not end by waiting. Other steps of it may be left
        // undone, too: those that come after what is held.
        if reasons.allSatisfy({ [.fight, .gaveUp].contains($0) }) {
            return close("in part: \(reasons.map(\.text).sorted().joined(separator: "; "))")
        }
        return goOn(last.commit, "it waits: \(reasons.map(\.text).sorted().joined(separator: "; "))")
    }

    /// Of what stood once, it is the mending of drift that is given up.
    private mutating func giveUp(_ commit: CommitID, _ summary: String) -> [Report] {
        guard last?.commit == commit else { return [] }
        return commit == stood ? close(summary) : report(commit, .failure, summary)
    }

    private mutating func stand(_ commit: CommitID) -> [Report] {
        stood = commit
        return report(commit, .success, Self.standing)
    }

    /// What is said of a commit that nothing final was said of; of another, as of
    /// what is held meanwhile, nothing is.
    private mutating func goOn(_ commit: CommitID, _ summary: String) -> [Report] {
        guard let last, last.commit == commit, last.state == .pending else { return [] }
        return report(commit, .pending, summary)
    }

    private mutating func close(_ summary: String) -> [Report] {
        guard let last, last.state == .pending else { return [] }
        guard last.commit != stood else { return stand(last.commit) }
        return report(last.commit, .failure, summary)
    }

    private mutating func report(_ commit: CommitID, _ state: State, _ summary: String) -> [Report] {
        let report = Report(commit: commit, state: state, summary: String(summary.prefix(140)))
        guard report != last else { return [] }
        last = report
        return [report]
    }
}
