import SimulatedFleet

/// Somebody who listens to the engine of a host meanwhile.
extension Scenario {
    /// - Returns: nil in seeds in which nobody does.
    func follower() -> (host: String, follower: Follower)? {
        guard seed % 4 == 1, let host = desired.hosts("antiloop").first else { return nil }
        return (host, Follower(host, world, clock))
    }

    /// Whatever was missed: who looks now and then knows how things are, and who
    /// listens knows it at once.
    func check(_ follower: Follower, of host: String) async {
        try? await clock.sleep(for: Follower.period + .seconds(5))
        await compare(follower, host, "after the next look")
        let change = await world.edit { hosts, _, now in
            hosts[host]?.addForeignContainer("news", at: now)
            return hosts[host]?.containers["news"] != nil
        }
        guard change else { return violations.append("nothing new can be made on \(host)") }
        try? await clock.sleep(for: .seconds(3))
        await compare(follower, host, "3 s after it happened")
    }

    private func compare(_ follower: Follower, _ host: String, _ moment: String) async {
        let there = await world.hosts[host]?.containers.mapValues(\.status.rawValue) ?? [:]
        let seen = await follower.seen
        guard seen != there else { return }
        let differing = Set(seen.keys).union(there.keys).filter { seen[$0] != there[$0] }.sorted()
        violations.append("who follows the engine of \(host) does not know of \(differing) \(moment)")
    }
}
