/// What was seen of the whole broker, and where nothing could be seen.
///
/// A host in neither list was not asked. A host that could not be reached is
/// unknown, never empty.
public struct ObservedState: Sendable {
    public var hosts: [HostName: ObservedHost]
    public var unreachable: [HostName: Failure]

    /// When the observation began.
    public var observedAt: Timestamp

    public init(
        hosts: [HostName: ObservedHost] = [:],
        unreachable: [HostName: Failure] = [:],
        observedAt: Timestamp
    ) {
        self.hosts = hosts
        self.unreachable = unreachable
        self.observedAt = observedAt
    }

    /// The resource at `address`, if its host was seen and has it.
    public func resource(_ address: ResourceAddress) -> ObservedResource? {
        guard let host = address.host else { return shared?.resources[address] }
        return hosts[host]?.resources[address]
    }
}
