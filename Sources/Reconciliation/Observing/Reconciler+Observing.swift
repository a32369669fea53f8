import Blueprint
import BrokerModel
import Fleet
import Planner

extension Reconciler {
    func place(
        _ desired: DesiredState,
        _ today: CalendarDate,
        running: [HostName: Set<CentreID>],
        unreachable: Set<HostName> = [],
        lastKnown: [HostName: Set<CentreID>] = [:]
    ) throws -> Placement {
        var hosts: [CentreID: Set<HostName>] = [:]
        for (host, nodes) in running {
            for node in nodes { hosts[node, default: []].insert(host) }
        }
        return try Placer.place(
            PlacementInput(
                nodes: desired.activeNodes(today: today).map {
                    PlacementInput.Node(centreID: $0.centreID, pinnedHosts: $0.pinnedHosts)
                },
                hosts: desired.hosts(.antiloop).map(\.name), replicas: desired.broker.antiloop.replicas,
                observed: hosts, unreachable: unreachable, lastKnown: lastKnown))
    }

    func render(
        _ desired: DesiredState,
        _ today: CalendarDate,
        _ placement: Placement,
        _ secrets: [SecretName: Secret]
    ) throws -> [Resource] {
        try BrokerBlueprint(
            desired: desired, placement: placement, secrets: secrets, today: today,
            helperDigest: HelperScript.digest
        ).resources()
    }

    /// The nodes of which an instance is among the resources.
    static func nodes(among addresses: some Sequence<ResourceAddress>) -> Set<CentreID> {
        Set(addresses.lazy.filter { $0.kind == ContainerSpecification.kind }.compactMap { CentreID($0.name) })
    }
}

extension ObservedHost {
    /// What was found and is Isobar's.
    var ownedAddresses: [ResourceAddress] {
        resources.values.filter(\.isOwned).map(\.address)
    }
}
