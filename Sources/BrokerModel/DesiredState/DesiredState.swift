/// What a commit says the broker shall be: read, checked, not yet rendered.
public struct DesiredState: Sendable, Equatable {
    public var broker: BrokerSettings
    public var hosts: [Host]
    public var versions: Versions

    /// All nodes, also those not enabled, in the order of their centre-ids.
    public var nodes: [Node]

    /// The encrypted secrets, by name.
    public var secrets: [SecretName: EncryptedSecret]

    public init(
        broker: BrokerSettings,
        hosts: [Host],
        versions: Versions,
        nodes: [Node] = [],
        secrets: [SecretName: EncryptedSecret] = [:]
    ) {
        self.broker = broker
        self.hosts = hosts
        self.versions = versions
        self.nodes = nodes
        self.secrets = secrets
    }

    /// The hosts of one role, in the order of their names.
    public func hosts(_ role: HostRole) -> [Host] {
        hosts.filter { $0.role == role }.sorted { $0.name < $1.name }
    }

    /// The nodes that shall run on `today`.
    public func activeNodes(today: CalendarDate) -> [Node] {
        nodes.filter { $0.isActive(today: today) }
    }
}
