public import BrokerModel
import Foundation
public import Previews

/// A preview as JSON: stable, versioned, free of secrets.
public struct PreviewDocument: Encodable, Sendable {
    public struct Verdict: Encodable, Sendable {
        public var add: Int
        public var change: Int
        public var delete: Int
        public var run: Int
        public var nodesWithoutRedundancy: [String]

        /// How long each of them is so at most.
        public var secondsWithoutRedundancy: Int
        public var interruptions: [String]
        public var nodesToAdd: [String]
        public var nodesToChange: [String]
        public var nodesToDelete: [String]
    }

    public struct Policy: Encodable, Sendable {
        public var policy: PreviewPolicy
        public var outcome: PolicyResult.Outcome
        public var findings: [String]
    }

    public struct Problem: Encodable, Sendable {
        public var severity: Diagnostic.Severity
        public var file: String
        public var line: Int
        public var column: Int
        public var message: String
        public var hint: String?
    }

    public struct Failed: Encodable, Sendable {
        public var code: String
        public var message: String
    }

    public var formatVersion = 1
    public var broker: String
    public var base: String
    public var head: String

    /// `planned`, `conflicting`, `invalid` or `failed`.
    public var outcome: String
    public var summary: String

    /// Of the plan after merging; absent where there is none, and of an offline
    /// preview, which no apply can equal.
    public var digest: String?
    public var observedAt: String?

    /// Why the digest is not final; empty where it is.
    public var provisional: [String] = []
    public var verdict: Verdict?

    /// What the change brings.
    public var steps: [PlanDocument.StepEntry] = []

    /// Resources of steps that are there without the change, and stay.
    public var pending: [String] = []
    public var drift: [String] = []

    /// Resources of steps that the change makes needless.
    public var withdrawn: [String] = []
    public var consequences: [String] = []

    /// Secrets that are new or other than in base and were not opened.
    public var closedSecrets: [String] = []

    /// Secrets of base that are others after merging.
    public var changedSecrets: [String] = []
    public var policies: [Policy] = []
    public var warnings: [String] = []
    public var conflicts: [PlanDocument.ConflictEntry] = []
    public var unreachable: [PlanDocument.UnreachableEntry] = []

    /// Files both sides changed.
    public var conflictingFiles: [String] = []

    /// What is wrong with the desired state after merging.
    public var problems: [Problem] = []
    public var failure: Failed?

    public init(_ preview: Preview) {
        broker = preview.broker.text
        base = preview.base.text
        head = preview.head.text
        outcome = preview.word
        summary = preview.summary
        switch preview.outcome {
        case .planned(let change):
            describe(change)
        case .conflicting(let files):
            conflictingFiles = files
        case .invalid(let diagnostics):
            problems = diagnostics.sorted().map { found in
                Problem(
                    severity: found.severity, file: found.position.file, line: found.position.line,
                    column: found.position.column, message: found.message, hint: found.hint)
            }
        case .failed(let failure):
            self.failure = Failed(code: failure.code.name, message: failure.description)
        }
    }

    private mutating func describe(_ change: PlannedChange) {
        digest = change.isOffline ? nil : change.digest.description
        observedAt = change.observedAt.description
        provisional = change.provisional.map(\.text)
        let verdict = change.verdict
        self.verdict = Verdict(
            add: verdict.add, change: verdict.change, delete: verdict.delete, run: verdict.run,
            nodesWithoutRedundancy: verdict.nodesWithoutRedundancy.map(\.text),
            secondsWithoutRedundancy: verdict.secondsWithoutRedundancy,
            interruptions: verdict.interruptions.map(\.what.text), nodesToAdd: verdict.nodesComing.map(\.text),
            nodesToChange: verdict.nodesChanging.map(\.text), nodesToDelete: verdict.nodesLeaving.map(\.text))
        steps = change.comparison.steps.map(PlanDocument.StepEntry.init)
        pending = change.comparison.pending.map(\.resource.description)
        drift = change.comparison.drift.map(\.resource.description)
        withdrawn = change.comparison.withdrawn.map(\.resource.description)
        consequences = change.consequences.map(\.text)
        closedSecrets = change.closedSecrets.map(\.text)
        changedSecrets = change.changedSecrets.map(\.text)
        policies = change.policies.map {
            Policy(policy: $0.policy, outcome: $0.outcome, findings: $0.findings.map(\.text))
        }
        warnings = change.warnings
        conflicts = change.conflicts.map {
            PlanDocument.ConflictEntry(resource: $0.resource.description, explanation: $0.explanation)
        }
        unreachable = change.unreachable.sorted { $0.key < $1.key }.map {
            PlanDocument.UnreachableEntry(host: $0.key.text, code: $0.value.code.name, message: $0.value.description)
        }
    }

    /// The document as JSON, keys in order, one line to a value.
    public var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
        }
    }
}
