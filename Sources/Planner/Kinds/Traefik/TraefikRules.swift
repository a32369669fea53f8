import BrokerModel

/// What a running Traefik has loaded. It loads by itself; the step waits until
/// it has, because one bad file silently freezes all of them (OPERATIONS 4).
enum TraefikRules: KindRules {
    static let ownership = Ownership.none

    /// Labels that make routes begin with this.
    static let labelPrefix = "traefik."

    static func difference(
        _ desired: TraefikSpecification, _ observed: TraefikObservation?, of resource: Resource, on host: HostView
    ) -> Difference {
        let causes = routeChanges(resource, on: host)
        let missing = desired.routers.filter { observed?.routers[$0]?.status != "enabled" }
        let answers = observed?.answers ?? false
        let foreign = foreignFiles(resource, host.observed)
        guard !answers || !missing.isEmpty || !causes.isEmpty || !foreign.isEmpty else { return .none }
        let reason =
            !answers
            ? "its API does not answer"
            : missing.isEmpty ? "what it routes changes" : "not enabled: \(list(missing))"
        return .steps(
            settingAside(foreign) + [
                Proposal(
                    action: .run, verb: StepVerb.verify, reason: reason, follows: causes, isConsequence: true,
                    hasOwnReason: !answers || !missing.isEmpty || !foreign.isEmpty)
            ])
    }

    /// The step that moves them away: any of them can keep Traefik from reading
    /// ours.
    private static func settingAside(_ foreign: [ResourceAddress]) -> [Proposal] {
        guard !foreign.isEmpty else { return [] }
        return [
            Proposal(
                action: .run, verb: StepVerb.setAside,
                changes: foreign.map { FieldChange(field: foreignFileField, from: "/" + $0.name, to: nil) },
                reason: "not Isobar's; moved to /var/lib/isobar/set-aside", isPreparation: true)
        ]
    }

    static let foreignFileField = "foreign file"

    /// What lies in the dynamic directory, if that is Isobar's, and is neither
    /// wanted nor Isobar's. Traefik reads nothing that ends in `.tmp`.
    private static func foreignFiles(_ resource: Resource, _ host: ObservedHost) -> [ResourceAddress] {
        guard let directory = ownDirectory(resource, host) else { return [] }
        var wanted: Set<ResourceAddress>?
        var foreign: [ResourceAddress] = []
        for found in host.resources.values where !found.isOwned && found.address.kind == FileSpecification.kind {
            let address = found.address
            guard address.name.hasPrefix(directory + "/"), !address.name.hasSuffix(".tmp") else { continue }
            let dependencies = wanted ?? Set(resource.dependencies)
            wanted = dependencies
            if !dependencies.contains(address) { foreign.append(address) }
        }
        return foreign.sorted()
    }

    private static func ownDirectory(_ resource: Resource, _ host: ObservedHost) -> String? {
        let file = resource.dependencies.first { $0.kind == FileSpecification.kind }
        let name = file.map { String(directory(of: $0.name)) }
            // Without any node there is no file to tell.
            ?? host.resources.keys.first {
                $0.kind == DirectorySpecification.kind && $0.name.hasSuffix("/traefik/dynamic")
            }?.name
        guard let name else { return nil }
        let address = ResourceAddress(scope: host.host.text, kind: DirectorySpecification.kind, name: name)
        return host.resources[address]?.isOwned == true ? name : nil
    }

    static func narrowed(_ desired: TraefikSpecification, to nodes: NarrowedNodes) -> TraefikSpecification {
        TraefikSpecification(routers: desired.routers.filter { !nodes.named(in: $0[...]).others })
    }

    /// What the plan does on the host that routes come from: the files and
    /// containers the resource depends on, files beside them, and containers
    /// with labels for Traefik.
    private static func routeChanges(_ resource: Resource, on host: HostView) -> [ResourceAddress] {
        guard !host.changes.isEmpty else { return [] }
        let dependencies = Set(resource.dependencies)
        let directories = Set(
            resource.dependencies.filter { $0.kind == FileSpecification.kind }.map { directory(of: $0.name) })
        return host.changes.filter { change in
            guard change.proposal.effect != .none || change.proposal.changesContent else { return false }
            return dependencies.contains(change.address)
                || (change.address.kind == FileSpecification.kind
                    && directories.contains(directory(of: change.address.name)))
                || hasRoute(change)
        }.map(\.address)
    }

    private static func hasRoute(_ change: HostChange) -> Bool {
        let wanted = (change.specification as? ContainerSpecification)?.labels
        let found = (change.observation as? ContainerObservation)?.labels
        return [wanted, found].contains { $0?.keys.contains { $0.hasPrefix(labelPrefix) } ?? false }
    }

    private static func directory(of path: String) -> Substring {
        path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
    }

    static func list(_ routers: [String]) -> String {
        routers.count <= 3
            ? routers.joined(separator: ", ")
            : routers.prefix(3).joined(separator: ", ") + " and \(routers.count - 3) more"
    }
}
