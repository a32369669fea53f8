import BrokerModel

/// Chooses, of all that the service has to say, what people are told who do not
/// look: each trouble once, and once that it is over.
public struct Herald: Sendable {
    private enum Trouble: Hashable {
        case repository
        case commit(CommitID)
        case look
        case ledger
        case run(CommitID)
        case hosts
    }

    /// What was told of and is not over.
    private var troubles: Set<Trouble> = []

    /// How few days each certificate had when it was last told of: one of
    /// ``steps``.
    private var warned: [String: Int] = [:]

    /// A certificate is told of when it has this many days left.
    static let steps = [30, 14, 7, 3, 1, -1]

    public init() {}

    public mutating func hear(_ notice: Notice) -> Announcement? {
        switch notice {
        case .repositoryUnreadable(let failure): begin(.repository, "the repository cannot be read", failure)
        case .repositoryReadable: end([.repository], "the repository can be read again")
        case .commitUnusable(let commit, let failure):
            begin(.commit(commit), "commit \(commit.abbreviated) cannot be used: nothing is changed by it", failure)
        case .lookFailed(let commit, let failure):
            begin(.look, "no plan could be made for commit \(commit.abbreviated)", failure)
        case .ledgerUnwritable(let failure):
            begin(.ledger, "the ledger cannot be written: nothing is changed before it can", failure)
        case .ledgerWritable: end([.ledger], "the ledger can be written again")
        case .runEnded(let commit, .failed, let text):
            troubles.insert(.run(commit)).inserted
                ? Announcement(.failure, "a run of commit \(commit.abbreviated) failed", text) : nil
        case .gaveUp(let commit, _, let attempts):
            Announcement(
                .failure, "commit \(commit.abbreviated) is given up after \(attempts) attempts",
                "It is not tried again before the next commit or: isobar sync")
        case .pinned(let pin):
            Announcement(
                .failure, "gone back to run \(pin.run)",
                "\(pin.scope) is held at commit \(pin.commit.abbreviated) by \(pin.actor)"
                    + (pin.reason.map { ": \($0)" } ?? "") + "\nA newer commit ends it, or: isobar unpin")
        case .branchRewritten(let from, let to):
            Announcement(
                .approval, "the branch was rewritten",
                "Commit \(from.abbreviated), which was applied last, is not part of \(to.abbreviated). Its plan waits.")
        case .waitingForApproval(let proposal): Self.waiting(proposal)
        case .approvalMissed(let approved, let found):
            Announcement(
                .approval, "an approval came too late: the hosts changed",
                "Plan \(approved) was approved; it is \(found) now. Look at it and: isobar approve \(found)")
        case .fight(let resource):
            Announcement(
                .drift, "\(resource) drifts again and again",
                "It was mended and changed again each time, so it is left alone until: isobar resume")
        case .applying(let commit, .heal, let steps, _):
            Announcement(
                .drift, "something changed on a host and is mended",
                "\(steps) steps bring back what commit \(commit.abbreviated) wants. What it was: isobar history")
        case .standing(let commit):
            end(troubles.subtracting([.repository, .ledger]), "the hosts are as commit \(commit.abbreviated) wants them")
        case .incomplete(let commit, let hosts) where !hosts.isEmpty:
            troubles.insert(.hosts).inserted
                ? Announcement(
                    .failure, "not reached: \(hosts.map(\.text).joined(separator: ", "))",
                    "All else is as commit \(commit.abbreviated) wants it. They are caught up when they are back.")
                : nil
        case .commitSeen, .incomplete, .rejected, .applying, .runEnded, .retrying, .preempted, .held, .behind,
            .pauseEnded, .pinsOver:
            nil
        }
    }

    /// - Parameter daysLeft: of each certificate, by its key in `broker.yaml`.
    public mutating func see(certificates daysLeft: [String: Int]) -> [Announcement] {
        var announcements: [Announcement] = []
        for (key, days) in daysLeft.sorted(by: { $0.key < $1.key }) {
            guard let step = Self.steps.last(where: { days <= $0 }) else {
                warned[key] = nil
                continue
            }
            guard step != warned[key] else { continue }
            // One that was renewed to few days, too, is not told of again.
            if let last = warned.updateValue(step, forKey: key), last < step { continue }
            announcements.append(
                Announcement(
                    .certificate, days < 0 ? "\(key) has expired" : "\(key) expires in \(days) days",
                    "Renew it, put it in its secret (isobar secret set) and commit."))
        }
        return announcements
    }

    private mutating func begin(_ trouble: Trouble, _ subject: String, _ failure: Failure) -> Announcement? {
        guard troubles.insert(trouble).inserted else { return nil }
        return Announcement(.failure, subject, failure.description)
    }

    private mutating func end(_ over: Set<Trouble>, _ subject: String) -> Announcement? {
        guard !troubles.isDisjoint(with: over) else { return nil }
        troubles.subtract(over)
        return Announcement(.recovery, subject, "What was told of before is over.")
    }

    private static func waiting(_ proposal: Proposal) -> Announcement {
        Announcement(
            .approval, "a plan of \(proposal.steps) steps waits for approval",
            """
            Commit \(proposal.commit.abbreviated), deletions: \(proposal.deletions), because \
            \(proposal.reasons.map(\.text).sorted().joined(separator: "; ")).
            Look at it: isobar plan
            Approve it: isobar approve \(proposal.digest)
            """)
    }
}
