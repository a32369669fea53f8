import BrokerModel

/// A container: replaced when a setting differs, since the engine changes
/// none of them on a container that exists, except its restart policy and
/// its networks.
enum ContainerRules: KindRules {
    static let ownership = Ownership.exclusive

    static let restartPolicyField = "restartPolicy"
    static let imageIDField = "imageID"

    static func difference(
        _ desired: ContainerSpecification, _ observed: ContainerObservation?, of resource: Resource, on host: HostView
    ) -> Difference {
        let image = host.address(ImageSpecification.kind, desired.image.text)
        guard let observed else {
            if let namesake = host.namesake(of: resource.address) {
                return .steps(restoring(namesake, as: desired, of: resource, on: host))
            }
            let change = FieldChange(field: "image", from: nil, to: desired.image.text)
            return .steps([
                Proposal(
                    action: .create, verb: StepVerb.create, changes: [change], effect: .restores,
                    follows: [image] + leftovers(resource, on: host) + changedStartupFiles(desired, on: host))
            ])
        }
        let replacement = reasonsToReplace(
            desired, observed, image: ImageRules.image(desired.image, on: host), on: host)
        guard replacement.isEmpty else {
            return .steps([
                Proposal(
                    action: .replace, verb: StepVerb.replace,
                    changes: replacement.changes + restartPolicyChange(desired, observed),
                    reason: replacement.reasons.isEmpty ? nil : replacement.reasons.joined(separator: ", "),
                    effect: serves(observed, desired, on: host) ? .disturbs : .restores,
                    follows: [image] + leftovers(resource, on: host) + changedStartupFiles(desired, on: host),
                    isUnwell: observed.state.health == "unhealthy" || detachedNetworks(desired, observed) != nil)
            ])
        }
        let proposals = inPlace(desired, observed)
        return proposals.isEmpty ? .none : .steps(proposals)
    }

    /// A container that somebody renamed gets its name back, and after that what
    /// else it lacks: one plan does all of it.
    private static func restoring(
        _ namesake: (name: String, container: ContainerObservation), as desired: ContainerSpecification,
        of resource: Resource, on host: HostView
    ) -> [Proposal] {
        // Until then nobody finds it: the others of its set wait.
        let rename = naming(namesake, desired.name, effect: .restores)
        guard case .steps(let others) = difference(desired, namesake.container, of: resource, on: host) else {
            return [rename]
        }
        return [rename]
            + others.map { other in
                var other = other
                other.observation = namesake.container
                return other
            }
    }

    private static func naming(
        _ namesake: (name: String, container: ContainerObservation), _ name: String, effect: Effect
    ) -> Proposal {
        Proposal(
            action: .update, verb: StepVerb.rename,
            changes: [FieldChange(field: "name", from: namesake.name, to: name)], effect: effect)
    }

    /// Whether a container does the work that is wanted of it. One that runs
    /// for another node, or for none, because somebody made it by hand, has
    /// nothing to interrupt, and nobody may rely on it before it is replaced.
    private static func serves(
        _ observed: ContainerObservation, _ desired: ContainerSpecification, on host: HostView
    ) -> Bool {
        guard observed.state.isRunning, EMQXMembers.isMember(observed, desired, on: host.observed) else { return false }
        guard let node = desired.environment[nodeVariable] else { return true }
        return observed.environment[nodeVariable]?.readsSame(as: node) == true
    }

    /// Says whom an antiloop container serves.
    private static let nodeVariable = "CENTRE_ID"

    static func removal(
        of observed: ContainerObservation, at address: ResourceAddress, on host: HostView
    ) -> Proposal? {
        Proposal(
            action: .delete, verb: StepVerb.remove,
            changes: [FieldChange(field: "image", from: observed.image, to: nil)],
            effect: observed.state.isRunning ? .disturbs : .none)
    }

    /// One that somebody renamed gets its name back first.
    static func removal(
        ofRenamed namesake: (name: String, container: ContainerObservation), at address: ResourceAddress,
        on host: HostView
    ) -> [Proposal] {
        guard let removal = removal(of: namesake.container, at: address, on: host) else { return [] }
        return [naming(namesake, address.name, effect: .none), removal]
    }

    static var wayOut: String { "remove the container, or give it another name (docker rename), and plan again" }

    // MARK: - What does not need a new container

    private static func inPlace(_ desired: ContainerSpecification, _ observed: ContainerObservation) -> [Proposal] {
        var proposals: [Proposal] = []
        let policy = restartPolicyChange(desired, observed)
        if !policy.isEmpty {
            proposals.append(Proposal(action: .update, verb: StepVerb.update, changes: policy))
        }
        if let detached = detachedNetworks(desired, observed) {
            proposals.append(
                Proposal(
                    action: .run, verb: StepVerb.connect,
                    changes: [
                        FieldChange(
                            field: "networks", from: observed.attachedNetworks.sorted().joined(separator: ", "),
                            to: detached.joined(separator: ", "))
                    ],
                    reason: "it is detached from \(detached.joined(separator: ", "))", effect: .restores))
        }
        // The engine itself is at work on a container that is restarting.
        if startable.contains(observed.state.status) {
            proposals.append(
                Proposal(
                    action: .run, verb: StepVerb.start, reason: "it is \(observed.state.status)", effect: .restores))
        }
        return proposals
    }

    /// States from which the engine can start a container as it is.
    private static let startable: Set<String> = ["created", "exited", "paused"]

    /// States that only a new container ends.
    static let beyondRepair: Set<String> = ["dead", "removing"]

    private static func restartPolicyChange(
        _ desired: ContainerSpecification, _ observed: ContainerObservation
    ) -> [FieldChange] {
        guard observed.restartPolicy != desired.restartPolicy else { return [] }
        return [
            FieldChange(
                field: restartPolicyField, from: observed.restartPolicy?.rawValue, to: desired.restartPolicy.rawValue)
        ]
    }

    /// The wanted networks that a container lost after its creation.
    static func detachedNetworks(
        _ desired: ContainerSpecification, _ observed: ContainerObservation
    ) -> [String]? {
        guard case .networks(let wanted) = desired.network, observed.state.isRunning else { return nil }
        let detached = wanted.filter { !observed.attachedNetworks.contains($0) }
        return detached.isEmpty ? nil : detached
    }

    /// What a replacement that was killed left behind: it goes before another one
    /// takes the same names.
    private static func leftovers(_ resource: Resource, on host: HostView) -> [ResourceAddress] {
        InterimName.all.map { host.address(resource.address.kind, resource.address.name + $0) }
    }

    /// Startup files this plan writes.
    static func changedStartupFiles(_ desired: ContainerSpecification, on host: HostView) -> [ResourceAddress] {
        guard !desired.startupFiles.isEmpty, !host.changedFiles.isEmpty else { return [] }
        return desired.startupFiles.keys.filter(host.changedFiles.contains).sorted()
            .map { host.address(FileSpecification.kind, String($0.dropFirst())) }
    }
}
