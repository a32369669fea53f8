import BrokerModel

extension Rollout {
    /// The members of a set that, from a position of its order on, still elect
    /// through Redis nodes none of which the set is to use: they do until it is
    /// their turn.
    func elsewhere(in set: RedundantSet, from position: Int) -> Set<ResourceAddress> {
        let wanted = set.disturbing.lazy.compactMap { graph.drafts[$0].wantedElectorate }.first
        guard let wanted else { return [] }
        let later = set.disturbing[position...].filter { step in
            graph.drafts[step].electorate?.isDisjoint(with: wanted) == true
        }
        return Set(later.map { graph.drafts[$0].address })
    }

    /// Instances are elected through the Redis nodes their environment names, and
    /// each publishes by itself when it can ask none of them (docs/redis.md): a
    /// node goes for good when nobody names it any more.
    mutating func formerRedisLast() {
        let removals = graph.drafts.indices.filter { graph.drafts[$0].removesRedis }
        guard !removals.isEmpty else { return }
        for step in graph.drafts.indices
        where graph.drafts[step].touchesInstance || graph.drafts[step].electorate != nil {
            for removal in removals { graph.order(removal, after: step) }
        }
    }
}

extension Draft {
    private static let variable = "REDIS_URL"

    /// The Redis nodes through which the instance is elected now, each as its
    /// environment writes it; nil for what is no instance.
    fileprivate var electorate: Set<Substring>? {
        guard proposal.effect != .none else { return nil }
        return Self.electorate((observation as? ContainerObservation)?.environment[Self.variable])
    }

    /// Those through which it will be.
    fileprivate var wantedElectorate: Set<Substring>? {
        Self.electorate((specification as? ContainerSpecification)?.environment[Self.variable])
    }

    /// The list as Isobar writes it: `[{"host":"192.0.2.1","port":6379},…]`.
    private static func electorate(_ list: ConfidentialText?) -> Set<Substring>? {
        list?.withRevealed { text in
            Set(text.split { "[{}]".contains($0) }.filter { $0 != "," })
        }
    }

    fileprivate var removesRedis: Bool {
        isRemoval && address.host.map { RedisClusterSpecification.container(on: $0) } == address
    }
}
