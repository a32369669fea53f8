import Blueprint
import BrokerModel
import Fleet
import Planner

extension Reconciler {
    /// Places the nodes where they run. One that runs on fewer hosts than it
    /// shall stays where the hosts have it on record: what somebody removed by
    /// hand comes back where it was, and moves nowhere.
    func place(
        _ desired: DesiredState,
        _ today: CalendarDate,
        running: [HostName: Set<CentreID>],
        recorded: [HostName: Set<CentreID>] = [:],
        unreachable: Set<HostName> = [],
        lastKnown: [HostName: Set<CentreID>] = [:]
    ) throws -> Placement {
        var hosts: [CentreID: Set<HostName>] = [:]
        for (host, nodes) in running {
            for node in nodes { hosts[node, default: []].insert(host) }
        }
        let replicas = desired.broker.antiloop.replicas
        let isShort = { (node: CentreID) in (hosts[node]?.count ?? 0) < replicas }
        let short = Set(recorded.values.joined().filter(isShort))
        for (host, nodes) in recorded {
            for node in nodes.intersection(short) { hosts[node, default: []].insert(host) }
        }
        return try Placer.place(
            PlacementInput(
                nodes: desired.activeNodes(today: today).map {
                    PlacementInput.Node(centreID: $0.centreID, pinnedHosts: $0.pinnedHosts)
                },
                hosts: desired.hosts(.antiloop).map(\.name), replicas: replicas,
                observed: hosts, unreachable: unreachable, lastKnown: lastKnown))
    }

    /// Places the nodes by what was seen of hosts; the others are as unknown as
    /// hosts that do not answer.
    func place(
        _ desired: DesiredState,
        _ today: CalendarDate,
        seen: [HostName: ObservedHost],
        lastKnown: [HostName: Set<CentreID>]
    ) throws -> Placement {
        try place(
            desired, today, running: seen.mapValues { Self.nodes(among: $0.ownedAddresses) },
            recorded: seen.mapValues { Self.nodes(among: $0.recordedAddresses(of: desired.broker.centreID)) },
            unreachable: Set(desired.hosts.map(\.name)).subtracting(seen.keys), lastKnown: lastKnown)
    }

    func render(_ commit: OpenedCommit, _ today: CalendarDate, _ placement: Placement) throws -> [Resource] {
        try BrokerBlueprint(
            desired: commit.desired, placement: placement, secrets: commit.secrets, today: today,
            helperDigest: HelperScript.digest, images: commit.images.supplies
        ).resources()
    }

    /// The nodes of which an instance is among the resources.
    static func nodes(among addresses: some Sequence<ResourceAddress>) -> Set<CentreID> {
        Set(addresses.lazy.compactMap(\.instanceOf))
    }
}

extension ObservedHost {
    /// What was found and is Isobar's.
    var ownedAddresses: [ResourceAddress] {
        resources.values.filter(\.isOwned).map(\.address)
    }

    /// What its own record says is of this broker, there or not.
    func recordedAddresses(of broker: CentreID) -> Set<ResourceAddress> {
        manifest.broker == broker ? manifest.resources : []
    }
}
