import BrokerModel

extension Rollout {
    /// Who may come in is decided before anybody is let in: before a balancer
    /// loads a configuration that sends clients to brokers, and before a broker is
    /// taken out and comes back. The dashboard's password is changed, too, while
    /// the members still tell the old one.
    mutating func doorBeforeTheInternet() {
        let door = graph.drafts.indices.filter { graph.drafts[$0].isOfDoor }
        guard !door.isEmpty else { return }
        for step in graph.drafts.indices where graph.drafts[step].letsClientsIn || graph.drafts[step].disturbsBroker {
            for earlier in door { graph.order(step, after: earlier) }
        }
    }
}

extension Draft {
    fileprivate var isOfDoor: Bool {
        address.kind == EMQXClusterSpecification.kind || address.kind == EMQXUserSpecification.kind
    }

    fileprivate var letsClientsIn: Bool {
        if specification is VirtualIPSpecification { return true }
        return specification is HAProxySpecification && [StepVerb.start, StepVerb.reload].contains(proposal.verb)
    }
}
