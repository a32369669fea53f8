public import BrokerModel

/// How the plan of a merged commit stands to what its reviewers were shown.
///
/// Of the same digest it is the very plan. Of another one it may still hold nothing
/// that was not shown: some of it was carried out already, or hosts changed in what
/// is none of its business.
public struct MergeReview: Sendable {
    public var commit: CommitID

    /// Of the plan as it is now.
    public var digest: Digest

    /// Whether it is the very plan that was shown.
    public var isSame: Bool

    /// Steps of what git changed that were not shown, or do something else than what
    /// was shown under their name.
    public var unseen: [Step] = []

    /// Steps of the change that were shown, and that there is no need of now.
    public var missing: [Step] = []

    /// - Parameters:
    ///   - plan: of the merged commit, made of what is observed now.
    ///   - reviewed: of the changes that were merged since what was applied last.
    ///   - key: under which secrets enter digests.
    public init(of plan: Plan, at commit: CommitID, against reviewed: [ReviewedPlan], key: [UInt8]) {
        self.commit = commit
        digest = plan.digest
        isSame = reviewed.contains { $0.digest == plan.digest }
        guard !isSame else { return }
        unseen = plan.steps.filter { step in
            step.cause == .pending
                && !reviewed.contains { $0.steps[step.id]?.asksForTheSame(as: step, key: key) ?? false }
        }
        let present = Set(plan.steps.map(\.id))
        var told: Set<StepID> = []
        missing = reviewed.flatMap(\.own).filter { !present.contains($0.id) && told.insert($0.id).inserted }
    }

    /// Whether nothing is set going that reviewers were not shown.
    public var isAsReviewed: Bool { isSame || unseen.isEmpty }

    /// In a line.
    public var sentence: Phrase {
        if isSame { return "the plan is the reviewed one" }
        let rest: Phrase = missing.isEmpty ? "" : "; \(missing.count) steps that were shown are not needed any more"
        guard !unseen.isEmpty else { return "nothing is set going that was not shown\(rest)" }
        let count: Phrase = unseen.count == 1 ? "1 step was not shown so" : "\(unseen.count) steps were not shown so"
        return "\(count): \(Phrase.list(unseen.map(\.resource.description)))\(rest)"
    }
}
