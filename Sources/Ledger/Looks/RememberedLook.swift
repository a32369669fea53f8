public import BrokerModel

/// The last whole look at a host.
public struct RememberedLook: Sendable {
    public var host: ObservedHost

    /// What was asked for and not there. What is neither here nor among the
    /// host's resources was not looked for.
    public var absent: Set<ResourceAddress>
}
