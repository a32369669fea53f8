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
        let source = reconciler.source
        var merged: [(subject: PreviewSubject, preview: Preview)] = []
        do {
            merged = try await self.merged(by: commit, since: applied, source)
        } catch {
            log.warning("it could not be told which changes were merged", metadata: BrokerService.metadata(error))
        }
        var known = merged
        if known.isEmpty {
            // Of the same digest it is the same plan, whoever it was shown to.
            for entry in shownPreviews.all where entry.preview.planned?.digest == plan.digest {
                if await Self.isBefore(entry.preview.base, commit, source) { known.append(entry) }
            }
        }
        let plans = known.compactMap { $0.preview.planned.map(ReviewedPlan.init) }
        guard !plans.isEmpty else { return nil }
        let review = MergeReview(
            of: plan, at: commit, against: plans, approved: await approved(before: commit, since: applied, source),
            key: reconciler.planKey)
        await tell(review, of: merged, reconciler)
        return review
    }

    /// A person approved a plan: what is left of it is not asked for again where another
    /// change is merged meanwhile.
    func note(approved plan: Plan, of commit: CommitID) { shownPreviews.note(approved: plan, of: commit) }

    /// Whether the forge said that a change came to the branch by a commit.
    func isKnownToBring(_ commit: CommitID, _ subject: PreviewSubject) -> Bool {
        guard let origin, origin.commit == commit, let number = subject.number else { return false }
        return origin.brought[number] != nil
    }

    /// Whether `base` is what was merged into, before `commit` came of it.
    private static func isBefore(_ base: CommitID, _ commit: CommitID, _ source: DesiredStateSource) async -> Bool {
        guard base != commit else { return false }
        return (try? await source.isAncestor(base, of: commit)) ?? false
    }

    private func approved(
        before commit: CommitID, since applied: CommitID?, _ source: DesiredStateSource
    ) async -> [Step] {
        var steps: [Step] = []
        for plan in shownPreviews.approved where await Self.isBefore(plan.commit, commit, source) {
            // What was carried out is over.
            if let applied, (try? await source.isAncestor(plan.commit, of: applied)) ?? true { continue }
            steps += plan.steps
        }
        return steps
    }

    /// Previews of what came to the branch with a commit: by its history, and where it
    /// was squashed or rebased, or came by a merge queue, by what the forge says. Of
    /// each change the newest that was made on a base without it: on one that holds it
    /// nothing of it is to be seen.
    private func merged(
        by commit: CommitID, since applied: CommitID?, _ source: DesiredStateSource
    ) async throws -> [(subject: PreviewSubject, preview: Preview)] {
        let brought = try await brought(by: commit, since: applied, source)
        var merged: [PreviewSubject: Preview] = [:]
        for (subject, preview) in shownPreviews.all.reversed() where merged[subject] == nil {
            var commits = subject.number.flatMap { brought[$0] } ?? []
            if commits.isEmpty {
                guard try await source.isAncestor(preview.head, of: commit) else { continue }
                if let applied, try await source.isAncestor(preview.head, of: applied) { continue }
            }
            commits.append(preview.head)
            guard await Self.isBefore(preview.base, commit, source) else { continue }
            var isHeld = false
            for commit in commits where !isHeld { isHeld = try await source.isAncestor(commit, of: preview.base) }
            if !isHeld { merged[subject] = preview }
        }
        return merged.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The commits by which changes came, by the numbers of these. The forge is asked
    /// again only where it named none: it may learn of a merge later than we do.
    private func brought(
        by commit: CommitID, since applied: CommitID?, _ source: DesiredStateSource
    ) async throws -> [Int: [CommitID]] {
        guard let forge else { return [:] }
        let now = clock()
        if let origin, origin.commit == commit, !origin.brought.isEmpty || now < origin.askedAt + Self.patience {
            return origin.brought
        }
        var brought: [Int: [CommitID]] = [:]
        for commit in try await source.commits(from: applied, to: commit, limit: Self.mostCommits) {
            for number in try await forge.changes(of: commit) { brought[number, default: []].append(commit) }
        }
        origin = (commit, brought, now)
        return brought
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
