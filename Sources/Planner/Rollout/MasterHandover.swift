import BrokerModel

/// The moment in which a Redis master hands over what it serves to a replica,
/// before something on its host is disturbed.
///
/// Stopped without it, nobody serves its part of the keys until the others agree
/// that it is gone and elect a replica: 20 s. A replica that is asked takes over
/// within half a second, and no writer sees an error.
struct MasterHandover {
    /// The disturbed container.
    var container: ResourceAddress
    var host: HostName
    var cluster: Resource

    /// Those that are needed for `drafts`: of every member that is a master now,
    /// and where the plan changes the cluster itself, of every member, since
    /// nobody knows who is one then. One that is no master has nothing to do.
    static func needed(
        for drafts: [Draft], of cluster: Resource, masters: Set<HostName>
    ) -> [MasterHandover] {
        let changes = drafts.contains { $0.address == RedisClusterSpecification.resource }
        let members = Set(cluster.hosts)
        return drafts.compactMap { draft in
            guard draft.disturbsRedis, let host = draft.address.host, members.contains(host),
                changes || masters.contains(host)
            else { return nil }
            return MasterHandover(container: draft.address, host: host, cluster: cluster)
        }
    }

    /// Why the master must not be touched now; nil when it may.
    func obstacle(_ input: PlanningInput) -> String? {
        guard !input.sees(cluster) else { return nil }
        let lost = cluster.hosts.first { input.observed.unreachable[$0] != nil }
        return "\(host) is a master of Redis, and who could take over is not known: "
            + (lost.map { "\($0) cannot be reached" } ?? "not all its members are in the scope")
    }

    func draft(_ observation: (any ResourceObservation)?) -> Draft {
        Draft(
            address: RedisClusterSpecification.resource(of: host),
            proposal: Proposal(action: .run, verb: StepVerb.failover),
            reason: "a replica takes over first: writers to a third of the keys wait about 0.5 s; "
                + "without it nobody would serve them for 20 s",
            source: cluster.source, specification: cluster.specification, observation: observation,
            occasion: container)
    }
}

extension Draft {
    /// Whether it takes a node of the Redis cluster out.
    var disturbsRedis: Bool { proposal.effect == .disturbs && redundancy?.role == .redis }
}
