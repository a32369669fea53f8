import BrokerModel

extension Rollout {
    /// Who may come in is decided before anybody is let in: before a balancer
    /// loads a configuration that sends clients to brokers, and before a broker is
    /// taken out and comes back. The dashboard's password is changed, too, while
    /// the members still tell the old one.
    mutating func doorBeforeTheInternet() {
        let door = graph.drafts.indices.filter { graph.drafts[$0].isOfDoor }
        guard !door.isEmpty else { return }
        // A member that is on its way is told with the others, when it is there. A door that only waits for it was
        // shut before: balancers need not wait, and the member may be out of service for what they are told.
        let coming = Set(door.flatMap { graph.drafts[$0].proposal.follows })
        let isSet = door.contains { graph.drafts[$0].setsDoor }
        for step in graph.drafts.indices {
            let draft = graph.drafts[step]
            let waits = draft.letsClientsIn ? isSet : draft.disturbsBroker && !coming.contains(draft.address)
            guard waits else { continue }
            for earlier in door { graph.order(step, after: earlier) }
        }
        guard let cluster = door.first(where: { graph.drafts[$0].address == EMQXClusterSpecification.resource })
        else { return }
        for step in door where graph.drafts[step].isRemoval { graph.order(step, after: cluster) }
    }

    /// Antiloops publish as the user they were made with until they are made anew;
    /// and the members it is removed from have to answer.
    mutating func formerPublisherLast() {
        for removal in graph.drafts.indices where graph.drafts[removal].removesPublisher {
            for step in graph.drafts.indices {
                let draft = graph.drafts[step]
                guard draft.isOfDoor || draft.disturbsBroker || draft.redundancy?.role == .node else { continue }
                if !draft.removesPublisher { graph.order(removal, after: step) }
            }
        }
    }
}

extension Draft {
    /// Whether it takes away the user by which antiloops published until now.
    var removesPublisher: Bool { isRemoval && (observation as? EMQXUserObservation)?.isPublisher == true }

    fileprivate var isOfDoor: Bool {
        let isOfEMQX = address.kind == EMQXClusterSpecification.kind || address.kind == EMQXUserSpecification.kind
        return isOfEMQX && !removesPublisher
    }

    fileprivate var setsDoor: Bool {
        address == EMQXClusterSpecification.resource && proposal.verb != StepVerb.mend
    }

    fileprivate var letsClientsIn: Bool {
        if specification is VirtualIPSpecification { return true }
        return specification is HAProxySpecification && [StepVerb.start, StepVerb.reload].contains(proposal.verb)
    }
}
