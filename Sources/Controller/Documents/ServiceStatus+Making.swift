import BrokerModel
import Decisions

extension ServiceStatus {
    init(_ loop: ControlLoop, _ figures: ServiceFigures, _ backlog: RecordBacklog, startedAt: Timestamp) {
        let condition = Described(loop.condition)
        self.init(
            formatVersion: Self.currentFormatVersion, startedAt: startedAt.description, state: condition.state,
            summary: condition.summary, policy: loop.settings.policy.apply.rawValue, head: loop.head.map(Head.init),
            appliedCommit: loop.memory.applied?.text, repositoryFailure: loop.repositoryFailure?.description,
            ledgerFailure: backlog.failure?.description, unwrittenRecords: backlog.count > 0 ? backlog.count : nil,
            waiting: loop.proposal.map { Waiting($0, isRejected: condition.state == "rejected") },
            held: condition.held, behind: loop.behind.map(\.description),
            pauses: loop.memory.pauses.map {
                PauseEntry(
                    scope: $0.scope.description, by: $0.actor, reason: $0.reason, until: $0.until.description)
            },
            pins: loop.memory.pins.map {
                PinEntry(
                    run: $0.run, commit: $0.commit.text, node: $0.node?.text, by: $0.actor, reason: $0.reason)
            },
            fights: loop.fights.map(\.description), pending: figures.pending,
            drift: figures.drift.values.reduce(0, +),
            unreachable: figures.reached.filter { !$0.value }.keys.sorted().map(\.text),
            lookedAt: figures.lastLook?.description, nextLookAt: loop.nextPoll.description)
    }
}

extension ServiceStatus.Head {
    fileprivate init(_ head: BranchHead) {
        self.init(
            commit: head.commit.text, summary: head.summary, objection: head.objection?.description,
            rewrittenFrom: head.rewrittenFrom?.text)
    }
}

extension ServiceStatus.Waiting {
    fileprivate init(_ proposal: Proposal, isRejected: Bool) {
        self.init(
            plan: proposal.digest.description, commit: proposal.commit.text,
            because: proposal.reasons.map(\.text).sorted(), steps: proposal.steps, deletes: proposal.deletions,
            isRejected: isRejected)
    }
}

/// A condition in words.
private struct Described {
    var state: String
    var summary: String
    var held: [String] = []

    init(_ condition: Condition) {
        switch condition {
        case .starting: (state, summary) = ("starting", "nothing was looked at yet")
        case .standing(let commit):
            (state, summary) = ("standing", "the hosts are as commit \(commit.abbreviated) wants them")
        case .incomplete(let commit):
            (state, summary) = (
                "incomplete", "as commit \(commit.abbreviated) wants them, as far as hosts can be reached and are free"
            )
        case .applying(let commit, .change): (state, summary) = ("applying", "applying commit \(commit.abbreviated)")
        case .applying(_, .heal): (state, summary) = ("applying", "mending what drifted")
        case .waiting(let proposal):
            (state, summary) = ("waiting", "a plan of \(proposal.steps) steps waits: isobar approve \(proposal.digest)")
        case .rejected(let digest): (state, summary) = ("rejected", "plan \(digest) was rejected")
        case .held(let reasons):
            state = "held"
            held = reasons.map(\.text)
            summary = "left alone: " + held.joined(separator: "; ")
        case .unusable(let failure): (state, summary) = ("unusable", failure.description)
        }
    }
}
