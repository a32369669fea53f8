import BrokerModel

extension PreviewComment {
    /// What became of the change; what was shown before follows it.
    func describe(_ review: MergeReview, in draft: inout CommentDraft) {
        let mark: Markdown = review.isAsReviewed ? "✅ Merged, as reviewed" : "⚠️ Merged, and not as reviewed"
        draft.require(.heading(mark))
        let sentence = review.sentence.markdown
        draft.require(
            .paragraph("Commit \(code: review.commit.abbreviated), plan \(code: review.digest.description): \(sentence)."))
        draft.require(.paragraph("What was shown before it was merged:"))
        let unseen = review.unseen.map { step -> Markdown in
            "not shown: \(Self.sign(step.action)) \(code: step.resource.description): \(text: step.reason)"
        }
        let missing = review.missing.map { step -> Markdown in
            "not needed any more: \(Self.sign(step.action)) \(code: step.resource.description)"
        }
        if !unseen.isEmpty { draft.add(.list(cut(unseen)), rank: 0) }
        if !missing.isEmpty { draft.add(.list(cut(missing)), rank: 3) }
    }

    /// At most ``items`` of a list, and how many more there are.
    func cut(_ items: [Markdown]) -> [Markdown] {
        items.count > Self.items ? items.prefix(Self.items) + ["and \(items.count - Self.items) more"] : items
    }

    /// Errors first, by file and line; a block for each few, so that what there is
    /// no room for takes nothing else with it.
    func list(_ diagnostics: [Diagnostic]) -> [MarkdownBlock] {
        let sorted =
            diagnostics.filter { $0.severity == .error }.sorted()
            + diagnostics.filter { $0.severity == .warning }.sorted()
        let lines = cut(sorted.map(Self.line))
        return stride(from: 0, to: lines.count, by: 10).map { .list(Array(lines[$0..<min($0 + 10, lines.count)])) }
    }

    private static func line(_ diagnostic: Diagnostic) -> Markdown {
        let place = diagnostic.position
        let kind: Markdown = diagnostic.severity == .error ? "" : "warning: "
        let hint: Markdown = diagnostic.hint.map { " (\(text: $0))" } ?? ""
        return "\(code: "\(place.file):\(place.line):\(place.column)"): \(kind)\(text: diagnostic.message)\(hint)"
    }

    static func lines(_ result: PolicyResult) -> [Markdown] {
        result.findings.map { "**\(word(result.outcome))** \(code: result.policy.rawValue): \($0.markdown)" }
    }

    static func word(_ outcome: PolicyResult.Outcome) -> Markdown {
        switch outcome {
        case .pass: "pass"
        case .warn: "warning"
        case .fail: "fail"
        case .unknown: "unknown"
        }
    }

    static func sign(_ action: StepAction) -> Markdown {
        switch action {
        case .create: "➕"
        case .update: "✏️"
        case .replace: "♻️"
        case .delete: "➖"
        case .run: "▶️"
        }
    }
}

extension Preview {
    /// At first sight: goes, look, does not go.
    var mark: Markdown {
        switch outcome {
        case .planned(let change):
            if change.isRefused {
                "❌"
            } else if !change.provisional.isEmpty || change.policies.contains(where: { $0.outcome == .warn })
                || change.verdict.isFelt || !change.exposures.isEmpty || !change.conflicts.isEmpty
            {
                "⚠️"
            } else {
                "✅"
            }
        case .conflicting, .invalid, .failed: "❌"
        }
    }
}

extension ResourceAddress {
    /// What follows on the host: `container/ca-eccc-msc`.
    var nameInScope: String { name.isEmpty ? kind.text : "\(kind.text)/\(name)" }
}
