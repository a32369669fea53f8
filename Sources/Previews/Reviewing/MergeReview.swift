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

    /// Whether it is the very plan that was shown, all of it.
    public var isSame: Bool

    /// Steps of what git changed that were not shown, or do something else than what
    /// was shown under their name.
    public var unseen: [Step] = []

    /// Steps that were not shown either, and that a person approved of an earlier commit.
    public var approved: [Step] = []

    /// Steps of the change that were shown, and that there is no need of now.
    public var missing: [Step] = []

    /// - Parameters:
    ///   - plan: of the merged commit, made of what is observed now.
    ///   - reviewed: of the changes that were merged since what was applied last.
    ///   - approved: what a person approved since then, of earlier commits.
    ///   - key: under which secrets enter digests.
    public init(
        of plan: Plan, at commit: CommitID, against reviewed: [ReviewedPlan], approved: [Step] = [], key: [UInt8]
    ) {
        self.commit = commit
        digest = plan.digest
        let shown = Dictionary(grouping: reviewed.flatMap(\.own), by: \.id)
        let granted = Dictionary(grouping: approved, by: \.id)
        for step in plan.steps where step.cause == .pending {
            let asksForTheSame = { (other: Step) in other.asksForTheSame(as: step, key: key) }
            if shown[step.id]?.contains(where: asksForTheSame) ?? false { continue }
            if granted[step.id]?.contains(where: asksForTheSame) ?? false {
                self.approved.append(step)
            } else {
                unseen.append(step)
            }
        }
        // A plan of this digest may have been made of more than was shown.
        isSame = unseen.isEmpty && self.approved.isEmpty && reviewed.contains { $0.digest == plan.digest }
        guard !isSame else { return }
        let present = Set(plan.steps.map(\.id))
        var told: Set<StepID> = []
        missing = reviewed.flatMap(\.own).filter { !present.contains($0.id) && told.insert($0.id).inserted }
    }

    /// Whether nothing is set going that reviewers were not shown, or a person approved.
    public var isAsReviewed: Bool { unseen.isEmpty }

    /// In a line.
    public var sentence: Phrase {
        if isSame { return "the plan is the reviewed one" }
        var rest: Phrase = ""
        if !approved.isEmpty { rest = "; \(Self.steps(approved.count)) not shown, and approved before" }
        if !missing.isEmpty {
            let verb: Phrase = missing.count == 1 ? "is" : "are"
            let count: Phrase = missing.count == 1 ? "1 step that was shown" : "\(missing.count) steps that were shown"
            rest = "\(rest); \(count) \(verb) not needed any more"
        }
        guard !unseen.isEmpty else {
            return approved.isEmpty
                ? "nothing is set going that was not shown\(rest)"
                : "nothing is set going that was not shown or approved\(rest)"
        }
        return "\(Self.steps(unseen.count)) not shown so: \(Phrase.list(unseen.map(\.resource.description)))\(rest)"
    }

    private static func steps(_ count: Int) -> Phrase { count == 1 ? "1 step was" : "\(count) steps were" }
}
