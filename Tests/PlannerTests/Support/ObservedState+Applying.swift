import BrokerModel

extension ObservedState {
    /// What a host is after a step, as the fleet would find it.
    mutating func apply(_ step: Step) {
        guard let host = step.resource.host else { return }
        guard step.action != .delete else {
            hosts[host]?.resources[step.resource] = nil
            return
        }
        if step.verb == StepVerb.rename { giveNameBack(step.resource, on: host) }
        let found = resource(step.resource)?.observation
        guard let observation = Self.observation(after: step, found, on: hosts[host]) else { return }
        hosts[host]?.resources[step.resource] = ObservedResource(
            address: step.resource, observation: observation, isOwned: true)
        hosts[host]?.manifest.resources.insert(step.resource)
        if let file = step.specification as? FileSpecification, !file.contents.isConfidential {
            hosts[host]?.texts[file.path] = file.contents.withRevealed { $0 }
        }
    }

    private mutating func giveNameBack(_ address: ResourceAddress, on host: HostName) {
        guard let seen = hosts[host], let broker = seen.manifest.broker else { return }
        for found in seen.resources.values
        where (found.observation as? ContainerObservation)?.isRecorded(as: address, of: broker) == true {
            hosts[host]?.resources[found.address] = nil
            hosts[host]?.resources[address] = ObservedResource(
                address: address, observation: found.observation, isOwned: true)
        }
    }

    private static func observation(
        after step: Step, _ found: (any ResourceObservation)?, on host: ObservedHost?
    ) -> (any ResourceObservation)? {
        switch step.specification {
        case let wanted as DirectorySpecification: DirectoryObservation(ownership: wanted.ownership)
        case let wanted as FileSpecification:
            FileObservation(digest: wanted.contents.withRevealed { Digest(of: $0) }, ownership: wanted.ownership)
        case let wanted as NetworkSpecification: NetworkObservation(driver: wanted.driver)
        case let wanted as ImageSpecification:
            wanted.supply.content?.image
                ?? ImageObservation(id: "sha256:\(wanted.reference)", environment: ["PATH": "/bin"], command: ["run"])
        case let wanted as HelperSpecification: HelperObservation(digest: wanted.digest)
        case let wanted as HAProxySpecification:
            HAProxyObservation(isRunning: true, configuration: wanted.configuration)
        case let wanted as TraefikSpecification:
            TraefikObservation(
                answers: true,
                routers: wanted.routers.reduce(into: (found as? TraefikObservation)?.routers ?? [:]) { routers, name in
                    routers[name] = .init(status: "enabled")
                })
        case let wanted as ContainerSpecification: container(wanted, after: step, found as? ContainerObservation, on: host)
        default: nil
        }
    }

    private static func container(
        _ wanted: ContainerSpecification, after step: Step, _ found: ContainerObservation?, on host: ObservedHost?
    ) -> ContainerObservation? {
        if step.verb == StepVerb.rename { return found }
        if step.action == .update {
            var changed = found
            changed?.restartPolicy = wanted.restartPolicy
            return changed
        }
        if step.action == .run {
            var changed = found
            changed?.state = ContainerState(status: "running")
            changed?.attachedNetworks = wanted.network.names
            return changed
        }
        var labels = wanted.labels
        labels[ContainerSpecification.startupLabel] = wanted.startupFingerprint
        let image = ResourceAddress(
            scope: step.resource.scope, kind: ImageSpecification.kind, name: wanted.image.text)
        let present = host?.resources[image]?.observation as? ImageObservation
        return ContainerObservation(
            id: "id", image: wanted.image.text, imageID: present?.id ?? "sha256:\(wanted.image)",
            environment: wanted.environment.merging(["PATH": "/bin"]) { own, _ in own }, labels: labels,
            mounts: wanted.mounts, network: wanted.network, extraHosts: wanted.extraHosts, ports: wanted.ports,
            restartPolicy: wanted.restartPolicy, healthCheck: wanted.healthCheck, command: wanted.command ?? ["run"],
            user: wanted.user ?? "", stopTimeoutSeconds: wanted.stopTimeoutSeconds,
            state: ContainerState(status: "running"), attachedNetworks: wanted.network.names)
    }
}

extension NetworkMode {
    fileprivate var names: [String] { if case .networks(let names) = self { names } else { [] } }
}
