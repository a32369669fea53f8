public import BrokerModel
public import Ledger

/// One run as JSON.
public struct RunDocument: Encodable, Sendable {
    public struct StepEntry: Encodable, Sendable {
        public let id: String
        public let resource: String
        public let action: String
        public let cause: String
        public let intendedAt: String?
        public let endedAt: String?
        public let outcome: String?
        public let code: String?
        public let detail: String?
        public let changes: [FieldChange]

        /// For how long a member of a redundant set was away for it.
        public let awaySeconds: Double?

        public init(_ step: StepRecord) {
            id = step.step
            resource = step.resource
            action = step.action
            cause = step.cause
            intendedAt = step.intendedAt?.description
            endedAt = step.endedAt?.description
            outcome = step.outcome
            code = step.code
            detail = step.detail
            changes = step.changes
            // To the millisecond.
            awaySeconds = step.away.map { ($0 / .milliseconds(1)).rounded() / 1000 }
        }
    }

    /// Who let it begin.
    public struct Approval: Encodable, Sendable {
        public let actor: String
        public let at: String
        public let reason: String?
        public let allowedDeletes: Int?

        init(_ approval: RunApproval) {
            actor = approval.actor
            at = approval.at.description
            reason = approval.reason
            allowedDeletes = approval.allowedDeletes
        }
    }

    public let formatVersion = 1
    public let run: Int64
    public let actor: String
    public let command: String
    public let startedAt: String
    public let endedAt: String?
    public let outcome: String?
    public let commit: String?
    public let commitSummary: String?
    public let author: String?

    /// Who signed the commit, where the policy says whose keys count; absent from a run in a line.
    public let signer: String?
    public let plan: String?

    /// Absent from a run in a line, and of one that needed none.
    public let approval: Approval?

    /// True of a run whose steps were removed from the ledger; absent of others.
    public let pruned: Bool?
    public let steps: [StepEntry]?

    /// Absent from a run in a line.
    public let impact: [RunImpact]?

    /// With its steps.
    public init(_ detail: RunDetail, approval: RunApproval? = nil) {
        self.init(
            detail.summary,
            steps: detail.steps.map(StepEntry.init), impact: RunImpact.all(of: detail.steps), signer: detail.signer,
            approval: approval.map(Approval.init))
    }

    /// In a line.
    public init(
        _ summary: RunSummary, steps: [StepEntry]? = nil, impact: [RunImpact]? = nil, signer: String? = nil,
        approval: Approval? = nil
    ) {
        run = summary.id.number
        actor = summary.actor
        command = summary.command
        startedAt = summary.startedAt.description
        endedAt = summary.endedAt?.description
        outcome = summary.outcome
        commit = summary.commit
        commitSummary = summary.commitSummary
        author = summary.author
        self.signer = signer
        plan = summary.planDigest?.description
        self.approval = approval
        pruned = summary.isPruned ? true : nil
        self.steps = steps
        self.impact = impact
    }
}
