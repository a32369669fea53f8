import BrokerModel

extension Proof {
    /// A cluster that holds something is never made anew and never changed by
    /// whom it does not belong to; a master hands over before it goes, to nobody
    /// who is still to go; and nothing is taken out while the cluster itself is
    /// being changed.
    mutating func checkRedis() {
        let changes = steps.indices.filter { steps[$0].resource == RedisClusterSpecification.resource }
        for change in changes { checkRedisData(change) }
        let isLeft = disturbedSets().contains { set, members in set.name == "redis" && isGoing(set, members) }
        let disturbing =
            isLeft ? [] : steps.indices.filter { isDisturbing($0) && member(of: $0)?.name == "redis" }
        for index in disturbing {
            for change in changes {
                demand(change, before: index, .concurrentDisturbance, "the Redis cluster is changed at the same time")
            }
        }
        checkHandovers(disturbing, isChanged: !changes.isEmpty)
        checkLeftRedis()
    }

    /// A node that goes for good is named by no instance any more: one that can ask
    /// no Redis publishes what its sibling publishes too.
    private mutating func checkLeftRedis() {
        let instances = steps.indices.filter { isDisturbing($0) && member(of: $0)?.isNode == true }
        for index in steps.indices where steps[index].action == .delete {
            guard let host = steps[index].resource.host,
                steps[index].resource == RedisClusterSpecification.container(on: host)
            else { continue }
            for instance in instances {
                demand(
                    instance, before: index, .lastMember,
                    "Redis on \(host) goes before \(steps[instance].resource) has left it")
            }
        }
    }

    private mutating func checkRedisData(_ index: Int) {
        guard let found = observed(index), let cluster = found.observation as? RedisObservation else { return }
        if !found.isOwned { report(.foreignResource, [index], "there is a Redis node that is not Isobar's") }
        guard steps[index].action == .create else { return }
        let holder = cluster.views.sorted { $0.key < $1.key }.first { _, view in
            view.keys > 0 || view.nodes.contains { !$0.slots.isEmpty } || view.nodes.count { !$0.isStranger } > 1
        }
        if let holder { report(.existingResource, [index], "Redis on \(holder.key) is in a cluster, or holds keys") }
    }

    /// As far as the plan can tell who is a master: while it changes the cluster
    /// anybody may become one.
    private mutating func checkHandovers(_ disturbing: [Int], isChanged: Bool) {
        guard let found = observed(RedisClusterSpecification.resource)?.observation as? RedisObservation else { return }
        let handovers = steps.indices.filter {
            steps[$0].resource.kind == RedisClusterSpecification.kind && steps[$0].verb == StepVerb.failover
        }
        for index in disturbing {
            guard let host = steps[index].resource.host, let view = found.views[host] else { continue }
            let own = handovers.first { steps[$0].resource.name == host.text }
            let isMaster = view.nodes.contains { $0.isSelf && $0.isMaster && !$0.slots.isEmpty }
            guard let own else {
                if isMaster || isChanged {
                    report(.unprotectedMaster, [index], "Redis on \(host) may be a master and does not hand over")
                }
                for handover in handovers {
                    demand(
                        index, before: handover, .unprotectedMaster,
                        "a master may hand over to \(host), which is still to go")
                }
                continue
            }
            demand(own, before: index, .unprotectedMaster, "Redis on \(host) goes before it handed over")
            for other in disturbing where other != index && !graph.precedes(index, other) {
                demand(
                    other, before: own, .concurrentDisturbance,
                    "\(steps[other].resource) can be out while \(host) hands over")
            }
        }
    }
}
