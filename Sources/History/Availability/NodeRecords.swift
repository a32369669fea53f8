public import BrokerModel

/// What the ledger holds of a node for a period.
public struct NodeRecords: Sendable, Equatable {
    public var instances: [InstanceSpan]
    public var applied: [AppliedInstance]

    /// From a step on an instance to the next look at its host: what the last
    /// look saw of it says nothing then.
    public var blind: [HostName: [TimeSpan]]

    public init(
        instances: [InstanceSpan] = [], applied: [AppliedInstance] = [], blind: [HostName: [TimeSpan]] = [:]
    ) {
        self.instances = instances
        self.applied = applied
        self.blind = blind
    }
}
