public import BrokerModel

/// The desired state of one side of a change, and what it was planned to be.
public struct ProposedState: Sendable {
    public var desired: DesiredState

    /// Everything it wants on the hosts.
    public var resources: [Resource]
    public var plan: Plan

    public init(desired: DesiredState, resources: [Resource], plan: Plan) {
        self.desired = desired
        self.resources = resources
        self.plan = plan
    }

    /// Where the instances of each node shall run, hosts in the order of their
    /// names.
    var placement: [CentreID: [HostName]] {
        var placement: [CentreID: [HostName]] = [:]
        for resource in resources {
            guard let set = resource.redundancy, set.role == .node, let node = CentreID(set.set),
                let host = resource.address.host
            else { continue }
            placement[node, default: []].append(host)
        }
        return placement.mapValues { $0.sorted() }
    }
}
