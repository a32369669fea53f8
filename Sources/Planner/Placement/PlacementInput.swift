public import BrokerModel

/// What placement decides from.
public struct PlacementInput: Sendable {
    /// A node that shall run today.
    public struct Node: Sendable, Equatable {
        public var centreID: CentreID

        /// The only hosts it may run on; nil leaves the choice to placement.
        public var pinnedHosts: [HostName]?

        public init(centreID: CentreID, pinnedHosts: [HostName]? = nil) {
            self.centreID = centreID
            self.pinnedHosts = pinnedHosts
        }
    }

    public var nodes: [Node]

    /// The antiloop hosts of the desired state.
    public var hosts: [HostName]

    /// How many instances each node has, on different hosts.
    public var replicas: Int

    /// Where instances were seen, on the hosts that could be looked at.
    public var observed: [CentreID: Set<HostName>]

    /// Hosts that could not be looked at.
    public var unreachable: Set<HostName>

    /// What was last known to run on unreachable hosts; a host that is not
    /// listed was never seen.
    public var lastKnown: [HostName: Set<CentreID>]

    public init(
        nodes: [Node],
        hosts: [HostName],
        replicas: Int,
        observed: [CentreID: Set<HostName>] = [:],
        unreachable: Set<HostName> = [],
        lastKnown: [HostName: Set<CentreID>] = [:]
    ) {
        self.nodes = nodes
        self.hosts = hosts
        self.replicas = replicas
        self.observed = observed
        self.unreachable = unreachable
        self.lastKnown = lastKnown
    }
}
