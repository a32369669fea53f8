public import BrokerModel

/// What a reviewer is told of a change before it is merged.
public struct Preview: Sendable {
    public enum Outcome: Sendable {
        case planned(PlannedChange)

        /// It cannot be merged: both sides changed these files.
        case conflicting(files: [String])

        /// What merging would give is no valid desired state.
        case invalid([Diagnostic])

        /// It could not be previewed.
        case failed(Failure)
    }

    /// The head of the branch it would be merged into.
    public var base: CommitID

    /// The head of the change.
    public var head: CommitID
    public var broker: CentreID
    public var outcome: Outcome

    public init(base: CommitID, head: CommitID, broker: CentreID, outcome: Outcome) {
        self.base = base
        self.head = head
        self.broker = broker
        self.outcome = outcome
    }

    public var planned: PlannedChange? {
        if case .planned(let change) = outcome { change } else { nil }
    }

    /// Without the moment at which hosts were observed: two previews that are alike
    /// but for it tell the same.
    public var undated: Preview {
        guard case .planned(var change) = outcome else { return self }
        change.observedAt = Timestamp(seconds: 0)
        var copy = self
        copy.outcome = .planned(change)
        return copy
    }

    /// How it came out, as JSON says it.
    public var word: String {
        switch outcome {
        case .planned: "planned"
        case .conflicting: "conflicting"
        case .invalid: "invalid"
        case .failed: "failed"
        }
    }

    /// In a few words, for a commit status: at most 140 characters, which is what
    /// GitHub shows.
    public var summary: String {
        let text: String =
            switch outcome {
            case .planned(let change):
                (change.isRefused ? "refused by policy; " : "") + change.sentence.text
            case .conflicting(let files):
                "cannot be merged: \(files.count) \(files.count == 1 ? "file conflicts" : "files conflict")"
            case .invalid(let diagnostics):
                "no valid desired state: \(Self.errors(diagnostics.count { $0.severity == .error }))"
            case .failed(let failure):
                "no preview: could not \(VisibleText.line(failure.attempted))"
            }
        return text.count > 140 ? text.prefix(139) + "…" : text
    }

    private static func errors(_ count: Int) -> String { count == 1 ? "1 error" : "\(count) errors" }

    /// 0, 1 (conflict, invalid, failed), 7 (a policy) or 8 (a host could not be
    /// looked at), as CONTRACT section 4 orders them.
    public var exitStatus: Int32 {
        switch outcome {
        case .conflicting, .invalid: FailureCode.desiredStateInvalid.exitStatus
        case .failed(let failure): failure.code.exitStatus
        case .planned(let change):
            if change.isRefused {
                FailureCode.refusedByPolicy.exitStatus
            } else {
                change.unreachable.isEmpty ? 0 : FailureCode.incomplete.exitStatus
            }
        }
    }
}
