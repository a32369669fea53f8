public import BrokerModel

/// What a look at the hosts came to.
public struct ObserveResult: Sendable {
    public var document: ObserveDocument
    public var unreachable: [HostName: Failure]
}
