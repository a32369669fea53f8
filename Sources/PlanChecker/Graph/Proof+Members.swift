import BrokerModel

extension Proof {
    /// The set a step's resource is a member of, by what is wanted and by what
    /// was found.
    func member(of index: Int) -> SetID? {
        let step = steps[index]
        return set(of: step.resource, step.specification as? ContainerSpecification, observed(index)?.observation)
    }

    /// Whose part something plays is read off the thing itself: an antiloop
    /// container says whom it serves, a Redis or EMQX container its name, a
    /// balancer its host.
    func set(
        of address: ResourceAddress, _ wanted: ContainerSpecification?, _ found: (any ResourceObservation)?
    ) -> SetID? {
        guard let role = roles[address.scope] else { return nil }
        if address.kind == HAProxySpecification.kind, role == .loadbalancer {
            return SetID(name: "load balancers", isNode: false)
        }
        guard address.kind == ContainerSpecification.kind else { return nil }
        let environment = wanted?.environment ?? (found as? ContainerObservation)?.environment
        if role == .antiloop, CentreID(address.name) != nil, let served = environment?["CENTRE_ID"],
            served.withRevealed({ $0 == address.name })
        {
            return SetID(name: address.name, isNode: true)
        }
        if address.name == "redis", role == .antiloop || role == .broker { return SetID(name: "redis", isNode: false) }
        if address.name == "emqx", role == .broker, wanted != nil || !isStranger(found, on: address.host) {
            return SetID(name: "emqx", isNode: false)
        }
        return nil
    }

    /// The members of each set that the plan disturbs, with what happens to
    /// them.
    func disturbedSets() -> [(SetID, MemberSteps)] {
        var sets: [SetID: MemberSteps] = [:]
        for index in steps.indices where isDisturbing(index) {
            if let set = member(of: index) { sets[set] = MemberSteps() }
        }
        guard !sets.isEmpty else { return [] }
        for index in steps.indices {
            guard let set = member(of: index) else { continue }
            if isDisturbing(index) {
                sets[set]?.disturbing.append(index)
            } else if isRestoring(index) {
                sets[set]?.restoring.append(index)
            }
            if steps[index].action == .delete { sets[set]?.leaving.insert(steps[index].resource) }
        }
        for host in input.observed.hosts.values {
            for found in host.resources.values {
                guard let set = set(of: found.address, nil, found.observation) else { continue }
                sets[set]?.found[found.address] = found.isWorking
            }
        }
        return sets.sorted { $0.key < $1.key }.map { entry in
            var members = entry.value
            members.disturbing.sort { graph.positions[$0] < graph.positions[$1] }
            return (entry.key, members)
        }
    }
}

extension ObservedResource {
    fileprivate var isWorking: Bool {
        if let container = observation as? ContainerObservation { return container.state.isRunning }
        if let balancer = observation as? HAProxyObservation { return balancer.isRunning }
        return false
    }
}
