import BrokerModel
public import History

/// What is different between two past moments, as JSON.
public struct StateDifferenceDocument: Encodable, Sendable {
    public struct Entry: Encodable, Sendable {
        public let resource: String
        public let host: String
        public let difference: StateDifference.Kind
        public let properties: [Property]
        public let lastStep: LastStepEntry?
    }

    public struct Property: Encodable, Sendable {
        public let property: String
        public let from: String?
        public let to: String?
    }

    public struct HostEntry: Encodable, Sendable {
        public let host: String
        public let from: KnowledgeEntry
        public let to: KnowledgeEntry
    }

    public let formatVersion = 1
    public let from: String
    public let to: String

    /// How long a look was taken to tell what is there.
    public let trustSeconds: Int64
    public let differences: [Entry]
    public let unknownHosts: [HostEntry]

    public init(_ difference: StateDifference, trust: Duration = HostLook.trust) {
        trustSeconds = trust.components.seconds
        from = difference.from.description
        to = difference.to.description
        differences = difference.entries.map { entry in
            Entry(
                resource: entry.address.description, host: entry.host.text, difference: entry.kind,
                properties: entry.properties.map { Property(property: $0.name, from: $0.from, to: $0.to) },
                lastStep: entry.lastStep.map(LastStepEntry.init))
        }
        unknownHosts = difference.unknownHosts.map {
            HostEntry(host: $0.host.text, from: KnowledgeEntry($0.from), to: KnowledgeEntry($0.to))
        }
    }
}
