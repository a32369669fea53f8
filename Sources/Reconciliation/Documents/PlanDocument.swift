public import BrokerModel
import Foundation
import Planner

/// A plan in the form of CONTRACT section 5: stable, versioned, free of
/// secrets. What is printed as JSON, kept in the ledger and written to a plan
/// file.
public struct PlanDocument: Codable, Sendable, Equatable {
    public struct StepEntry: Codable, Sendable, Equatable {
        public var id: String
        public var resource: String
        public var action: StepAction
        public var cause: StepCause
        public var after: [String]
        public var changes: [Change]
        public var reason: String
        public var source: String?

        init(_ step: Step) {
            id = step.id.text
            resource = step.resource.description
            action = step.action
            cause = step.cause
            after = step.after.map(\.text)
            changes = step.changes.map(Change.init)
            reason = step.reason
            source = step.source?.description
        }
    }

    /// One change; unlike ``FieldChange`` it writes an absent value as `null`.
    public struct Change: Codable, Sendable, Equatable {
        public var field: String
        public var from: String?
        public var to: String?
        public var diff: String?

        public init(_ change: FieldChange) {
            field = change.field
            from = change.from
            to = change.to
            diff = change.diff
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(field, forKey: .field)
            try container.encode(from, forKey: .from)
            try container.encode(to, forKey: .to)
            try container.encodeIfPresent(diff, forKey: .diff)
        }
    }

    public struct ConflictEntry: Codable, Sendable, Equatable {
        public var resource: String
        public var explanation: String
    }

    public struct UnreachableEntry: Codable, Sendable, Equatable {
        public var host: String
        public var code: String
        public var message: String
    }

    /// What the plan was narrowed to.
    public struct Scope: Codable, Sendable, Equatable {
        public var hosts: [String]
        public var nodes: [String]

        public init(hosts: [String], nodes: [String]) {
            self.hosts = hosts
            self.nodes = nodes
        }

        init(_ scope: PlanScope) {
            self.init(hosts: scope.hosts.sorted().map(\.text), nodes: scope.nodes.sorted().map(\.text))
        }
    }

    /// When a host was seen that was not looked at for this plan.
    public struct RememberedEntry: Codable, Sendable, Equatable {
        public var host: String
        public var observedAt: String
    }

    public var formatVersion: Int
    public var digest: String
    public var commit: String
    public var broker: String
    public var observedAt: String
    public var scope: Scope
    public var summary: PlanSummary
    public var steps: [StepEntry]
    public var impact: [Impact]

    /// Absent where no cluster is touched.
    public var clusterImpact: [ClusterImpact]?
    public var warnings: [String]
    public var conflicts: [ConflictEntry]
    public var unreachable: [UnreachableEntry]

    /// Of a plan from the last observation (`plan --cached`): when each host was
    /// seen. Absent from a plan for which the hosts were looked at.
    public var remembered: [RememberedEntry]?

    public static let currentFormatVersion = 1

    public init(_ plan: Plan, scope: Scope, rememberedFrom: [HostName: Timestamp]? = nil) {
        formatVersion = Self.currentFormatVersion
        digest = plan.digest.description
        commit = plan.commit
        broker = plan.broker.text
        observedAt = plan.observedAt.description
        self.scope = scope
        summary = PlanSummary(plan.steps)
        steps = plan.steps.map(StepEntry.init)
        impact = plan.impact
        clusterImpact = plan.clusterImpact.isEmpty ? nil : plan.clusterImpact
        warnings = plan.warnings
        conflicts = plan.conflicts.map {
            ConflictEntry(resource: $0.resource.description, explanation: $0.explanation)
        }
        unreachable = plan.unreachable.sorted { $0.key < $1.key }.map {
            UnreachableEntry(host: $0.key.text, code: $0.value.code.name, message: $0.value.description)
        }
        remembered = rememberedFrom.map(Self.remembered)
    }

    static func remembered(_ times: [HostName: Timestamp]) -> [RememberedEntry] {
        times.sorted { $0.key < $1.key }.map { RememberedEntry(host: $0.key.text, observedAt: $0.value.description) }
    }

    /// The document as JSON, keys in order, one line to a value.
    public var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
        }
    }

    /// Reads a plan file.
    ///
    /// - Throws: ``Failure`` with `usage` when it is no plan of this format.
    public init(json bytes: [UInt8], file: String) throws {
        // The version first: what else is in there is another version's matter.
        let header = try? JSONDecoder().decode(Header.self, from: Data(bytes))
        if let version = header?.formatVersion, version != Self.currentFormatVersion {
            throw Failure(
                .usage, attempted: "read the plan file", on: file,
                response: "its format is version \(version), this program knows \(Self.currentFormatVersion)",
                remedy: "make the plan again with this version of Isobar")
        }
        do {
            self = try JSONDecoder().decode(PlanDocument.self, from: Data(bytes))
        } catch {
            throw Failure(
                .usage, attempted: "read the plan file", on: file, response: "it is not a plan in JSON",
                remedy: "make one with: isobar plan --out \(file)")
        }
        guard Digest(digest) != nil, CommitID(commit) != nil, scope.hosts.allSatisfy({ HostName($0) != nil }),
            scope.nodes.allSatisfy({ CentreID($0) != nil }), CentreID(broker) != nil
        else {
            throw Failure(
                .usage, attempted: "read the plan file", on: file,
                response: "its digest, commit, broker or scope is damaged", remedy: "make it again with: isobar plan --out \(file)")
        }
    }

    /// What every version of the format has.
    private struct Header: Decodable {
        var formatVersion: Int
    }
}
