import BrokerModel
public import History

/// What ran where at a past moment, as JSON.
public struct StateDocument: Encodable, Sendable {
    public struct HostEntry: Encodable, Sendable {
        public let host: String
        public let known: KnowledgeEntry
        public let resources: [ResourceEntry]
    }

    public struct ResourceEntry: Encodable, Sendable {
        public let resource: String
        public let certainty: Certainty
        public let owned: Bool
        public let since: String
        public let until: String?
        public let properties: [String: String]
        public let lastStep: LastStepEntry?

        init(_ resource: PastResource) {
            self.resource = resource.address.description
            certainty = resource.certainty
            owned = resource.isOwned
            since = resource.since.description
            until = resource.until?.description
            properties = resource.record
            lastStep = resource.lastStep.map(LastStepEntry.init)
        }
    }

    public let formatVersion = 1
    public let at: String

    /// How long a look was taken to tell what is there.
    public let trustSeconds: Int64
    public let hosts: [HostEntry]

    public init(_ state: FleetState, trust: Duration = HostLook.trust) {
        at = state.at.description
        trustSeconds = trust.components.seconds
        hosts = state.hosts.map {
            HostEntry(
                host: $0.host.text, known: KnowledgeEntry($0.knowledge),
                resources: $0.resources.map { ResourceEntry($0) })
        }
    }
}
