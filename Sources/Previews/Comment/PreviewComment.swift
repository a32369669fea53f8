import BrokerModel

/// A preview as the comment of a pull request.
///
/// The verdict, the digest and how to apply are always there. What is left of the
/// forge's limit goes to errors and policies, then to consequences, to the table
/// and at last to the differences of fields and files.
public struct PreviewComment: Sendable {
    let preview: Preview
    let limit: CommentLimit

    /// What became of it, once it is merged.
    let review: MergeReview?

    /// Rows and lines beyond these are counted and not shown: nobody reads them,
    /// and all of them are in `isobar preview --format json`.
    static let rows = 200
    static let items = 100

    public init(_ preview: Preview, limit: CommentLimit, review: MergeReview? = nil) {
        self.preview = preview
        self.limit = limit
        self.review = review
    }

    public func render() -> String {
        var draft = CommentDraft()
        draft.require(CommentMarker(broker: preview.broker).block)
        if let review { describe(review, in: &draft) }
        switch preview.outcome {
        case .planned(let change):
            let refusal: Markdown = change.isRefused ? "Refused by policy: " : ""
            draft.require(
                .heading("\(preview.mark) \(refusal)\(change.sentence.markdown)"))
            describe(change, in: &draft)
            draft.require(closing(change))
        case .conflicting(let files):
            draft.require(.heading("\(preview.mark) Cannot be merged"))
            draft.require(.paragraph("Both sides changed the same lines; solve this first, then it is previewed."))
            draft.add(.list(cut(files.sorted().map { "\(code: $0)" })), rank: 0)
            draft.require(origin)
        case .invalid(let diagnostics):
            draft.require(.heading("\(preview.mark) No valid desired state"))
            draft.require(.paragraph("Nothing would be applied of this. What is wrong with the result of merging:"))
            for block in list(diagnostics) { draft.add(block, rank: 0) }
            draft.require(origin)
        case .failed(let failure):
            draft.require(.heading("\(preview.mark) No preview"))
            draft.require(.paragraph("Could not \(text: failure.attempted) (\(code: failure.subject))."))
            draft.add(.fence(failure.response), rank: 0)
            if let remedy = failure.remedy { draft.add(.paragraph("\(text: remedy)"), rank: 1) }
            draft.require(origin)
        }
        let command = "isobar preview --base \(preview.base.abbreviated) --head \(preview.head.abbreviated)"
        return draft.fitted(to: limit) { left in
            .paragraph("_\(left) parts are left out here; all of it:_ \(code: command)")
        }
    }

    // MARK: - A planned change

    private func describe(_ change: PlannedChange, in draft: inout CommentDraft) {
        if !change.provisional.isEmpty {
            draft.add(
                .list(cut(change.provisional.map { "**Provisional**: \($0.markdown)." })), rank: 0)
        }
        let broken = change.policies.filter { $0.outcome == .fail } + change.policies.filter { $0.outcome == .warn }
        if !broken.isEmpty { draft.add(.section("Policies", cut(broken.flatMap(Self.lines))), rank: 1) }
        if !change.consequences.isEmpty {
            let exposures = change.exposures.count
            let told = change.consequences.enumerated().map { index, phrase -> Markdown in
                index < exposures ? "**Warning**: \(phrase.markdown)" : phrase.markdown
            }
            draft.add(.section("What it means", cut(told)), rank: 2)
        }
        let remarks = Self.remarks(change)
        if !remarks.isEmpty { draft.add(.section("To be known", cut(remarks)), rank: 3) }
        if let leftOut = Self.leftOut(change.warnings) { draft.add(leftOut, rank: 3) }
        if !change.comparison.steps.isEmpty {
            draft.add(hosts(change.comparison.steps), rank: 4)
            draft.add(steps(change.comparison.steps), rank: 5)
        }
        if !change.policies.isEmpty { draft.add(policies(change.policies), rank: 5) }
        for steps in alike(change.comparison.steps) {
            draft.add(details(of: steps), rank: steps[0].differences.contains { $0.diff != nil } ? 7 : 6)
        }
    }

    private func policies(_ results: [PolicyResult]) -> MarkdownBlock {
        .details(
            summary: "policies: \(results.count { $0.outcome == .pass }) of \(results.count) pass",
            [
                .table(
                    ["policy", "", ""],
                    results.map { result in
                        let first: Markdown = result.findings.first?.markdown ?? ""
                        let rest: Markdown =
                            result.findings.count > 1 ? " and \(result.findings.count - 1) more" : ""
                        return ["\(code: result.policy.rawValue)", Self.word(result.outcome), "\(first)\(rest)"]
                    })
            ])
    }

    /// Those that change the same in things of one name on several hosts, together.
    private func alike(_ steps: [Step]) -> [[Step]] {
        struct Sameness: Hashable {
            var name: String
            var action: StepAction
            var differences: [FieldChange]
        }
        var order: [Sameness] = []
        var groups: [Sameness: [Step]] = [:]
        for step in steps where !step.differences.isEmpty {
            let key = Sameness(
                name: step.resource.nameInScope, action: step.action, differences: step.differences)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(step)
        }
        return order.compactMap { groups[$0] }
    }

    private func details(of steps: [Step]) -> MarkdownBlock {
        let step = steps[0]
        let others = steps.dropFirst().map(\.resource.scope)
        let also = others.isEmpty ? "" : ", also on \(others.joined(separator: ", "))"
        let blocks = step.differences.map { change -> MarkdownBlock in
            if let diff = change.diff { return .fence(diff, language: "diff") }
            let from: Markdown = change.from.map { "\(code: $0)" } ?? "(none)"
            let to: Markdown = change.to.map { "\(code: $0)" } ?? "(none)"
            return .list(["\(code: change.field): \(from) → \(to)"])
        }
        return .details(summary: "\(step.resource) (\(step.action.rawValue))\(also)", blocks)
    }

    // MARK: - The end

    private func closing(_ change: PlannedChange) -> MarkdownBlock {
        let standing: Markdown =
            change.comparison.standing.map { " \($0.markdown), with or without this change." } ?? ""
        let kind: Markdown = change.provisional.isEmpty ? "Digest" : "Provisional digest"
        let digest: Markdown = change.isOffline ? "No digest" : "\(kind) \(code: change.digest.description)"
        let world: Markdown = "\(digest), hosts observed at \(text: change.observedAt.description)"
        let sides: Markdown = "head \(code: preview.head.abbreviated) on base \(code: preview.base.abbreviated)"
        let apply: Markdown =
            "merge, then \(code: "isobar apply"), or \(code: "isobar approve DIGEST") where the service runs"
        return .paragraph("\(world), \(sides).\(standing) To apply: \(apply).")
    }

    private var origin: MarkdownBlock {
        .paragraph("Head \(code: preview.head.abbreviated) on base \(code: preview.base.abbreviated).")
    }
}
