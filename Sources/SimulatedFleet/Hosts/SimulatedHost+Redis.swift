extension SimulatedHost {
    /// Whether a Redis node answers on this host.
    func answersRedis(at now: Duration) -> Bool { containers["redis"]?.isWell(at: now) == true }

    /// The node that answers; one that finds no data begins with nothing.
    mutating func startedRedis() -> SimulatedRedis {
        if let redis { return redis }
        let new = SimulatedRedis(
            id: String(Self.identifier("\(name)/redis/\(redisLosses)").prefix(40)), host: name,
            address: reachedAt ?? name)
        redis = new
        return new
    }

    /// The data of the Redis node is gone; its name with it.
    public mutating func loseRedis() {
        redis = nil
        redisLosses += 1
    }
}

extension [String: SimulatedHost] {
    /// Has everybody know what the node on `name` knows, and those whom it was
    /// told to meet with all they know.
    mutating func spreadRedis(from name: String) {
        guard let told = self[name]?.redis else { return }
        var nodes = told.nodes
        for address in told.meetings {
            let other = values.first { $0.reachedAt == address }?.redis
            nodes.merge(other?.nodes ?? [:]) { own, _ in own }
        }
        for host in Set(nodes.values.map(\.host)) {
            guard let id = self[host]?.redis?.id, nodes[id] != nil else { continue }
            self[host]?.redis?.nodes = nodes
        }
        self[name]?.redis?.meetings = []
    }
}
