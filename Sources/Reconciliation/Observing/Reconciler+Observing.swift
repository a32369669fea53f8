import Blueprint
import BrokerModel
import Fleet
import Ledger
import Planner

extension Reconciler {
    /// Looks at the hosts of a desired state and renders what they shall hold.
    ///
    /// What is wanted depends on where nodes run, and what is looked at depends
    /// on what is wanted. So the first look asks for the placement the ledger
    /// remembers; only where the hosts tell otherwise are they asked again.
    func look(at desired: DesiredState, secrets: [SecretName: Secret], hosts: FleetHosts) async throws -> Look {
        let antiloops = desired.hosts(.antiloop).map(\.name)
        var known: [HostName: Set<CentreID>] = [:]
        for host in antiloops {
            known[host] = Self.nodes(among: try await ledger.lastKnownResources(on: host))
        }
        var placement = try place(desired, running: known)
        var resources = try render(desired, placement, secrets)
        var observed = await FleetObserver(hosts).observe(desired.hosts.map(\.name), wanted: resources, at: clock())

        let seen = try place(
            desired, running: observed.hosts.mapValues { Self.nodes(among: $0.ownedAddresses) },
            unreachable: Set(observed.unreachable.keys), lastKnown: known)
        guard seen != placement else { return Look(resources: resources, observed: observed) }

        let before = Dictionary(grouping: resources.map(\.address), by: \.scope).mapValues(Set.init)
        placement = seen
        resources = try render(desired, placement, secrets)
        let after = Dictionary(grouping: resources.map(\.address), by: \.scope).mapValues(Set.init)
        let changed = observed.hosts.keys.filter { before[$0.text] != after[$0.text] }
        let again = await FleetObserver(hosts).observe(changed, wanted: resources, at: observed.observedAt)
        for host in changed { observed.hosts[host] = nil }
        observed.hosts.merge(again.hosts) { _, new in new }
        observed.unreachable.merge(again.unreachable) { _, new in new }
        return Look(resources: resources, observed: observed)
    }

    private func place(
        _ desired: DesiredState,
        running: [HostName: Set<CentreID>],
        unreachable: Set<HostName> = [],
        lastKnown: [HostName: Set<CentreID>] = [:]
    ) throws -> Placement {
        let today = try source.today()
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

    private func render(
        _ desired: DesiredState,
        _ placement: Placement,
        _ secrets: [SecretName: Secret]
    ) throws -> [Resource] {
        try BrokerBlueprint(
            desired: desired, placement: placement, secrets: secrets, today: try source.today(),
            helperDigest: HelperScript.digest
        ).resources()
    }

    /// The nodes of which an instance is among the resources.
    private static func nodes(among addresses: some Sequence<ResourceAddress>) -> Set<CentreID> {
        Set(addresses.lazy.filter { $0.kind == ContainerSpecification.kind }.compactMap { CentreID($0.name) })
    }
}

extension ObservedHost {
    /// What was found and is Isobar's.
    var ownedAddresses: [ResourceAddress] {
        resources.values.filter(\.isOwned).map(\.address)
    }
}
