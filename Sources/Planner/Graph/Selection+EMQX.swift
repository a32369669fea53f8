import BrokerModel

extension Selection {
    /// Leaves members of the EMQX cluster alone that would lose their data, or the
    /// others, by what is planned for them.
    mutating func keepMembersTogether(_ input: PlanningInput) {
        let members = EMQXMembers(input)
        guard members.areManaged else { return }
        for draft in drafts where draft.redundancy?.role == .broker {
            if let obstacle = members.obstacle(to: draft) { bar(draft.address, obstacle) }
        }
    }

    /// Leaves load balancers out that would let the first client in before anything
    /// is known of the door of the brokers. One that was there before goes on.
    mutating func keepTheInternetOut(_ input: PlanningInput) {
        let address = EMQXClusterSpecification.resource
        guard let cluster = input.resources.first(where: { $0.address == address }) else { return }
        let isPlanned = drafts.contains { $0.address == address && $0.proposal.verb != StepVerb.mend }
        let observed = input.observed.shared?.resources[address]?.observation as? EMQXObservation
        guard !isPlanned, observed?.isKnownToBeGuarded(on: cluster.hosts) != true else { return }
        let isBarred = conflicts.contains { $0.resource == address }
        if input.lastApplied[address] == nil, input.scope.hosts.isEmpty, input.scope.nodes.isEmpty, !isBarred {
            warn("\(address) waits until all members of EMQX answer; plan again when they do")
        }
        let makesCluster = drafts.contains {
            $0.specification is VirtualIPSpecification && $0.proposal.action == .create
        }
        func isFirst(_ draft: Draft) -> Bool {
            guard input.lastApplied[draft.address] == nil else { return false }
            switch draft.specification {
            case is HAProxySpecification: return draft.proposal.effect == .restores
            case is VirtualIPSpecification: return true
            case is QuorumDeviceSpecification: return makesCluster
            default: return false
            }
        }
        for balancer in Set(drafts.filter(isFirst).map(\.address)).sorted() {
            warn("\(balancer) is left out: it is not known that EMQX lets in nobody but its users")
        }
        drop(where: isFirst)
    }

    /// Says what a plan cannot know of users while nobody can be asked.
    mutating func sayUsersAreUnknown(_ input: PlanningInput) {
        let address = EMQXClusterSpecification.resource
        let observed = input.observed.shared?.resources[address]?.observation as? EMQXObservation
        guard drafts.contains(where: { $0.address == address && $0.proposal.verb == StepVerb.mend }),
            observed?.views.values.contains(where: { $0.door != nil }) != true
        else { return }
        warn("\(address): users and rules are not known until a member answers; plan again then")
    }

    /// Leaves the account by which antiloops published until now where it is, while
    /// one of them is not known to publish as another.
    mutating func keepPublisherMeanwhile(_ input: PlanningInput) {
        let antiloops = Set(input.hosts.filter { $0.role == .antiloop }.map(\.name))
        let isHeldBack = heldBack.contains { $0.host.map(antiloops.contains) == true }
        guard isHeldBack || antiloops.contains(where: { input.observed.hosts[$0] == nil }) else { return }
        for draft in drafts where draft.removesPublisher {
            warn("\(draft.address) stays: not all antiloops are known to publish as another user")
        }
        drop(where: \.removesPublisher)
    }
}

extension EMQXObservation {
    /// Whether all members that can be asked say so. A silent one lets nobody in;
    /// when it comes it is told by the others.
    fileprivate func isKnownToBeGuarded(on hosts: [HostName]) -> Bool {
        let doors = hosts.compactMap { views[$0]?.door }
        return !doors.isEmpty && doors.allSatisfy(\.isGuarded)
    }
}
