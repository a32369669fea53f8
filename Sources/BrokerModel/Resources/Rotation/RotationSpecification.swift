/// That the load balancers send clients to one of the brokers.
///
/// On the balancers this is a server in each of several backends. It is taken
/// out on all of them before something on the broker is disturbed, and comes
/// back afterwards: clients are moved away instead of being cut off one by one,
/// and none is sent to a broker that is about to go.
public struct RotationSpecification: Specification {
    public static let kind = ResourceKind("rotation")

    /// The host clients are sent to.
    public var broker: HostName

    /// Those who send them, in the order of their names.
    public var balancers: [HostName]

    /// What the broker is called there, as `backend/server`, sorted.
    public var servers: [String]

    public init(broker: HostName, balancers: [HostName], servers: [String]) {
        self.broker = broker
        self.balancers = balancers.sorted()
        self.servers = servers.sorted()
    }

    /// `cluster/rotation/wbroker01`.
    public static func resource(of broker: HostName) -> ResourceAddress {
        ResourceAddress(scope: ResourceAddress.clusterScope, kind: kind, name: broker.text)
    }

    public var hosts: [HostName] { balancers }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("broker", broker.text)
        fingerprint.field("balancers", balancers.map(\.text))
        fingerprint.field("servers", servers)
    }
}
