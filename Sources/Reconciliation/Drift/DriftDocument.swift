public import BrokerModel
public import Planner

/// What differs from the last applied commit, in the form that is printed as
/// JSON (docs/commands.md). Free of secrets.
public struct DriftDocument: Codable, Sendable, Equatable {
    public struct Finding: Codable, Sendable, Equatable {
        public var resource: String
        public var host: String?
        public var nature: DriftNature

        /// In an operator's words.
        public var sentence: String

        /// Whether `isobar apply` mends it.
        public var mendable: Bool

        /// What was done: from how it was applied to how it was found.
        public var changes: [PlanDocument.Change]
    }

    /// What git moved and was not applied yet.
    public struct Pending: Codable, Sendable, Equatable {
        public var resource: String
        public var actions: [StepAction]
        public var source: String?
    }

    public struct Summary: Codable, Sendable, Equatable {
        public var drifted: Int

        /// On how many hosts something drifted.
        public var hosts: Int
        public var pending: Int
        public var unreachable: Int
    }

    public var formatVersion: Int
    public var broker: String
    public var observedAt: String

    /// Null while nothing was applied: then nothing can have drifted.
    public var appliedCommit: String?

    /// The head of the branch.
    public var headCommit: String
    public var headSummary: String
    public var scope: PlanDocument.Scope
    public var summary: Summary
    public var findings: [Finding]
    public var pending: [Pending]

    /// Hosts that the head of the branch no longer lists; nothing on them is
    /// touched, and applying counts each as a delete.
    public var departedHosts: [String]
    public var unreachable: [PlanDocument.UnreachableEntry]
    public var warnings: [String]

    /// With `--cached`: when each host was seen.
    public var remembered: [PlanDocument.RememberedEntry]?

    public static let currentFormatVersion = 1
}

extension DriftDocument.Finding {
    public init(_ finding: DriftFinding) {
        self.init(
            resource: finding.resource.description, host: finding.host?.text, nature: finding.nature,
            sentence: finding.sentence, mendable: finding.isMendable,
            changes: finding.changes.map { PlanDocument.Change(HandEdit.reversed($0)) })
    }
}

extension DriftDocument.Pending {
    /// What steps do, one entry a resource.
    static func entries(of steps: [Step]) -> [Self] {
        var entries: [ResourceAddress: Self] = [:]
        for step in steps {
            entries[
                step.resource,
                default: Self(resource: step.resource.description, actions: [], source: step.source?.description)
            ].actions.append(step.action)
        }
        return entries.sorted { $0.key < $1.key }.map(\.value)
    }
}
