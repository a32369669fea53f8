import BrokerModel
import Decisions
import Ledger
import Logging

/// A notice in words.
struct Telling {
    /// What goes to the audit chain.
    struct Entry {
        var action: String
        var subject: String
        var outcome: String
        var detail: String?
    }

    var level: Logger.Level
    var message: String
    var metadata: Logger.Metadata = [:]
    var entry: Entry?

    private init(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata = [:], _ entry: Entry? = nil) {
        self.level = level
        self.message = message
        self.metadata = metadata
        self.entry = entry
    }

    private init(_ level: Logger.Level, _ message: String, _ failure: Failure, _ entry: Entry? = nil) {
        self.init(level, message, ["code": "\(failure.code.name)", "error": "\(failure)"], entry)
    }

    init(_ notice: Notice) {
        switch notice {
        case .commitSeen(let commit, let summary):
            self.init(.info, "the branch has a new head", ["commit": "\(commit)", "summary": "\(summary)"])
        case .commitUnusable(let commit, let failure):
            self.init(
                .error, "the state of the head is not used, nothing is changed by it", failure,
                Entry(action: "refuse", subject: "commit/\(commit)", outcome: failure.code.name, detail: "\(failure)"))
            metadata["commit"] = "\(commit)"
        case .branchRewritten(let from, let to):
            self.init(
                .error, "the branch was rewritten: nothing is changed before a person approves",
                ["applied": "\(from)", "commit": "\(to)"],
                Entry(
                    action: "refuse", subject: "commit/\(to)", outcome: FailureCode.branchRewritten.name,
                    detail: "commit \(from), which was applied last, is not part of it"))
        case .repositoryUnreadable(let failure): self.init(.error, "the repository cannot be read", failure)
        case .repositoryReadable: self.init(.info, "the repository can be read again")
        case .lookFailed(let commit, let failure):
            self.init(.error, "could not plan", failure)
            metadata["commit"] = "\(commit)"
        case .ledgerUnwritable(let failure):
            self.init(.error, "the ledger cannot be written: nothing is changed, and records wait", failure)
        case .ledgerWritable(let late, let lost):
            self.init(
                lost == 0 ? .notice : .error, "the ledger can be written again",
                ["writtenLate": "\(late)", "lost": "\(lost)"],
                Entry(
                    action: "catch-up", subject: "ledger", outcome: lost == 0 ? "complete" : "incomplete",
                    detail: "\(late) records before this one were written late, \(lost) never"))
        case .applying(let commit, let purpose, let steps, let approver):
            self.init(.info, "applying", ["commit": "\(commit)", "purpose": "\(purpose)", "steps": "\(steps)"])
            if let approver { metadata["approvedBy"] = "\(approver)" }
        case .runEnded(let commit, let outcome, let text):
            self.init(outcome == .failed ? .error : .info, text, ["commit": "\(commit)", "outcome": "\(outcome)"])
        case .retrying(let commit, let moment, let attempt):
            self.init(
                .warning, "tried again later", ["commit": "\(commit)", "at": "\(moment)", "attempt": "\(attempt)"])
        case .gaveUp(let commit, let purpose, let attempts):
            self.init(
                .error, "not tried again before the next commit or isobar sync",
                ["commit": "\(commit)", "purpose": "\(purpose)", "attempts": "\(attempts)"],
                Entry(
                    action: "give-up", subject: "commit/\(commit)",
                    outcome: purpose == .change ? GivenUp.outcome : "gave up mending",
                    detail: attempts == 1 ? "1 attempt" : "\(attempts) attempts"))
        case .preempted(let commit, let newer):
            self.init(
                .info, "a newer commit: no further step is begun", ["commit": "\(commit)", "newer": "\(newer)"],
                Entry(action: "pre-empt", subject: "commit/\(commit)", outcome: "stopped", detail: "commit \(newer)"))
        case .waitingForApproval(let proposal):
            self.init(
                .notice, "a plan waits for approval",
                [
                    "plan": "\(proposal.digest)", "commit": "\(proposal.commit)", "steps": "\(proposal.steps)",
                    "deletes": "\(proposal.deletions)",
                    "because": "\(proposal.reasons.map(\.text).sorted().joined(separator: "; "))",
                ])
        case .approvalMissed(let approved, let found):
            self.init(
                .warning, "the hosts changed since the approval: the plan is another one now",
                ["approved": "\(approved)", "plan": "\(found)"],
                Entry(
                    action: "void", subject: "plan/\(approved)", outcome: FailureCode.planStale.name,
                    detail: "the plan is now \(found)"))
        case .rejected(let commit, let actor):
            self.init(.notice, "the plan was rejected", ["commit": "\(commit)", "by": "\(actor)"])
        case .incomplete(let commit, let hosts):
            let names = hosts.map(\.text).joined(separator: ", ")
            self.init(
                .warning, "not all is as the commit wants it",
                ["commit": "\(commit)", "unreachable": "\(names)"])
        case .held(let reasons):
            self.init(
                .notice, "something is left alone",
                ["because": "\(reasons.map(\.text).sorted().joined(separator: "; "))"])
        case .behind(let resources):
            let names = resources.prefix(5).map(\.description).joined(separator: ", ")
            self.init(
                .info, "some steps wait because they come after one that waits",
                ["count": "\(resources.count)", "resources": "\(names)\(resources.count > 5 ? ", …" : "")"])
        case .standing(let commit):
            self.init(.info, "the hosts are as the commit wants them", ["commit": "\(commit)"])
        case .fight(let resource):
            self.init(
                .error, "drifts again and again: left alone until isobar resume", ["resource": "\(resource)"],
                Entry(
                    action: "brake", subject: "\(resource)", outcome: "left alone",
                    detail: "mended again and again, and changed again each time"))
        case .pinned(let pin):
            self.init(
                .notice, "going back to an earlier run",
                [
                    "run": "\(pin.run)", "commit": "\(pin.commit)", "scope": "\(pin.scope)", "by": "\(pin.actor)",
                    "reason": "\(pin.reason ?? "")",
                ])
        case .pinsOver(let pins):
            self.init(
                .info, "the branch moved on: what was held at an earlier commit is not any more",
                ["scopes": "\(pins.map(\.scope.description).joined(separator: ", "))"])
        case .pauseEnded(let pause):
            self.init(.info, "a pause is over", ["scope": "\(pause.scope)", "by": "\(pause.actor)"])
        }
    }
}
