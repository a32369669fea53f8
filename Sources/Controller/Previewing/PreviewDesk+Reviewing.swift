import BrokerModel
import Forge
import Ledger
import Logging
import Previews
import Reconciliation

/// From preview to apply.
extension PreviewDesk {
    /// More commits than anybody merges between two looks.
    private static let mostCommits = 50

    /// How long it takes the forge, at most, to know which change a commit came by.
    private static let patience = Duration.seconds(30)

    /// How the plan of a merged commit stands to what its reviewers were shown, and
    /// has them told so.
    ///
    /// - Parameter applied: the commit that was applied last.
    /// - Returns: nil when nobody was shown anything of it.
    func review(
        _ plan: Plan, of commit: CommitID, since applied: CommitID?, _ reconciler: Reconciler
    ) async -> MergeReview? {
        guard isInUse(reconciler) else { return nil }
        let merged = await merged(by: commit, since: applied, reconciler)
        // Of the same digest it is the same plan, whoever it was shown to.
        let known = merged.isEmpty ? remembered.filter { $0.preview.planned?.digest == plan.digest } : merged
        let plans = known.compactMap { $0.preview.planned.map(ReviewedPlan.init) }
        guard !plans.isEmpty else { return nil }
        let review = MergeReview(of: plan, at: commit, against: plans, key: reconciler.planKey)
        await tell(review, of: merged, reconciler)
        return review
    }

    /// Previews of what came to the branch with a commit: by its history, and where it
    /// was squashed or rebased, or came by a merge queue, by what the forge says.
    private func merged(
        by commit: CommitID, since applied: CommitID?, _ reconciler: Reconciler
    ) async -> [(subject: PreviewSubject, preview: Preview)] {
        do {
            let source = reconciler.source
            let numbers = try await numbers(of: commit, since: applied, source)
            var merged: [(subject: PreviewSubject, preview: Preview)] = []
            for (subject, preview) in remembered {
                let isNamed = subject.number.map(numbers.contains) ?? false
                let isHeld = try await source.isAncestor(preview.head, of: commit)
                if isNamed || isHeld { merged.append((subject, preview)) }
            }
            return merged
        } catch {
            log.warning("it could not be told which changes were merged", metadata: BrokerService.metadata(error))
            return []
        }
    }

    /// The numbers of the changes that a commit brought. The forge is asked again only
    /// where it named none: it may learn of a merge later than we do.
    private func numbers(
        of commit: CommitID, since applied: CommitID?, _ source: DesiredStateSource
    ) async throws -> Set<Int> {
        guard let forge else { return [] }
        let now = clock()
        if let origin, origin.commit == commit, !origin.numbers.isEmpty || now < origin.askedAt + Self.patience {
            return origin.numbers
        }
        var numbers: Set<Int> = []
        for commit in try await source.commits(from: applied, to: commit, limit: Self.mostCommits) {
            numbers.formUnion(try await forge.changes(of: commit))
        }
        origin = (commit, numbers, now)
        return numbers
    }

    private func tell(
        _ review: MergeReview, of merged: [(subject: PreviewSubject, preview: Preview)], _ reconciler: Reconciler
    ) async {
        // What is carried out of it step by step, and later on, is no news.
        if let told, told == (review.commit, review.isAsReviewed, merged.count) { return }
        told = (review.commit, review.isAsReviewed, merged.count)
        let text = review.sentence.text
        log.log(
            level: review.isAsReviewed ? .info : .warning,
            review.isAsReviewed ? "merged as reviewed" : "the plan of the merged commit is not the reviewed one",
            metadata: [
                "commit": "\(review.commit)", "plan": "\(review.digest)", "review": "\(text)",
                "of": "\(merged.map { $0.subject.text }.joined(separator: ", "))",
            ])
        do {
            try await reconciler.ledger.note(
                "review", "commit/\(review.commit)", by: "isobar",
                outcome: review.isAsReviewed ? "as-reviewed" : "not-as-reviewed", detail: text)
        } catch {
            log.error("could not write the record", metadata: BrokerService.metadata(error))
        }
        guard let publisher else { return }
        for (subject, preview) in merged where subject.number != nil {
            publisher.take(
                Publication(
                    subject: subject, marker: CommentMarker(broker: preview.broker),
                    comment: PreviewComment(preview, limit: publisher.limit, review: review).render()))
        }
    }
}
