import BrokerModel

extension ObservedState {
    /// Hosts on which everything is as it is wanted.
    static func holding(_ resources: [Resource], at observedAt: Timestamp) -> ObservedState {
        var state = ObservedState(observedAt: observedAt)
        for (host, wanted) in Dictionary(grouping: resources, by: \.address.host) {
            guard let host else { continue }
            let found = wanted.compactMap { resource in
                observation(of: resource.specification).map {
                    ObservedResource(address: resource.address, observation: $0, isOwned: true)
                }
            }
            state.hosts[host] = ObservedHost(
                host: host,
                resources: Dictionary(uniqueKeysWithValues: found.map { ($0.address, $0) }),
                manifest: Manifest(resources: Set(found.map(\.address))))
        }
        return state
    }

    /// Hosts on which there is nothing.
    static func bare(_ hosts: [HostName], at observedAt: Timestamp) -> ObservedState {
        var state = ObservedState(observedAt: observedAt)
        for host in hosts { state.hosts[host] = ObservedHost(host: host, resources: [:], manifest: Manifest()) }
        return state
    }

    /// What a look at a host finds where a specification is met.
    private static func observation(of specification: any Specification) -> (any ResourceObservation)? {
        switch specification {
        case let wanted as HelperSpecification: HelperObservation(digest: wanted.digest)
        case is PackageSpecification: PackageObservation(version: "1")
        case let wanted as AccountSpecification:
            AccountObservation(numbers: .init(uid: wanted.uid, gid: wanted.gid), groups: wanted.groups)
        case let wanted as DirectorySpecification: DirectoryObservation(ownership: wanted.ownership)
        case let wanted as NetworkSpecification: NetworkObservation(driver: wanted.driver)
        case let wanted as ImageSpecification:
            ImageObservation(
                id: "sha256:" + wanted.reference.text, environment: ["PATH": "/usr/bin"], command: ["start"])
        case let wanted as FileSpecification:
            FileObservation(digest: wanted.contents.withRevealed { Digest(of: $0) }, ownership: wanted.ownership)
        case let wanted as ContainerSpecification: container(wanted)
        case let wanted as HAProxySpecification:
            HAProxyObservation(isRunning: true, configuration: wanted.configuration)
        case let wanted as PrometheusSpecification:
            PrometheusObservation(answers: true, tookFiles: true, groups: wanted.groups)
        case let wanted as TraefikSpecification:
            TraefikObservation(
                answers: true,
                routers: Dictionary(uniqueKeysWithValues: wanted.routers.map { ($0, .init(status: "enabled")) }))
        default: nil
        }
    }

    private static func container(_ wanted: ContainerSpecification) -> ContainerObservation {
        var labels = wanted.labels
        labels[ContainerSpecification.startupLabel] = wanted.startupFingerprint
        let networks: [String] = if case .networks(let names) = wanted.network { names } else { [] }
        return ContainerObservation(
            id: wanted.name, image: wanted.image.text, imageID: "sha256:" + wanted.image.text,
            environment: wanted.environment.merging(["PATH": "/usr/bin"]) { own, _ in own }, labels: labels,
            mounts: wanted.mounts, network: wanted.network, extraHosts: wanted.extraHosts, ports: wanted.ports,
            restartPolicy: wanted.restartPolicy, healthCheck: wanted.healthCheck, command: wanted.command ?? ["start"],
            user: wanted.user ?? "", stopTimeoutSeconds: wanted.stopTimeoutSeconds,
            state: ContainerState(status: "running"), attachedNetworks: networks)
    }
}
