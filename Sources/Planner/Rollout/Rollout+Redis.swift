import BrokerModel

extension Rollout {
    /// The cluster is whole before one of its nodes goes; replicas go before
    /// masters (the order of the set), and a master hands over right before it
    /// goes, to a replica that has been through it:
    ///
    /// - what brings a node back comes before the cluster is mended, since it is
    ///   needed for that;
    /// - a master hands over only when all is there that its change waits for,
    ///   and when the node before it is back and well;
    /// - the nodes' instances are elected through Redis: whatever is done to them
    ///   comes after.
    mutating func redisThroughItsMasters() {
        let changes = graph.drafts.indices.filter { graph.drafts[$0].address == RedisClusterSpecification.resource }
        let disturbing = sets.filter { $0.redundancy.role == .redis }.flatMap(\.disturbing)
        guard !changes.isEmpty || !disturbing.isEmpty else { return }
        let handovers = self.handovers
        for step in graph.drafts.indices where graph.drafts[step].restoresRedis {
            for change in changes { graph.order(change, after: step) }
        }
        for (place, step) in disturbing.enumerated() {
            for change in changes { graph.order(step, after: change) }
            guard let host = graph.drafts[step].address.host, let handover = handovers[host] else { continue }
            for change in changes { graph.order(handover, after: change) }
            for earlier in graph.predecessors[step] { graph.order(handover, after: earlier) }
            if place > 0 { graph.order(handover, after: disturbing[place - 1]) }
            graph.order(step, after: handover)
        }
        for step in graph.drafts.indices where graph.drafts[step].touchesInstance {
            for earlier in changes + disturbing { graph.order(step, after: earlier) }
        }
    }

    /// By the host whose node hands over.
    private var handovers: [HostName: Int] {
        var handovers: [HostName: Int] = [:]
        for step in graph.drafts.indices where graph.drafts[step].proposal.verb == StepVerb.failover {
            guard graph.drafts[step].address.kind == RedisClusterSpecification.kind,
                let host = HostName(graph.drafts[step].address.name)
            else { continue }
            handovers[host] = step
        }
        return handovers
    }
}

extension Draft {
    fileprivate var restoresRedis: Bool { proposal.effect == .restores && redundancy?.role == .redis }

    /// Whether it makes, changes or removes an instance of a wanted node.
    var touchesInstance: Bool { proposal.effect != .none && redundancy?.role == .node }
}
