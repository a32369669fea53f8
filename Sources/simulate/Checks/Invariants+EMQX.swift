import SimulatedFleet

extension Invariants {
    /// No balancer sends anybody to a broker that lets everybody do everything.
    mutating func checkDoor(_ effect: Effect, _ hosts: [String: SimulatedHost], _ now: Duration) {
        for host in hosts.values.sorted(by: { $0.name < $1.name }) {
            guard host.containers["emqx"]?.isWell(at: now) == true, let emqx = host.emqx, !emqx.isGuarded else {
                continue
            }
            violate("\(effect.host) lets clients in, and EMQX on \(host.name) takes rules from \(emqx.sources)")
        }
    }
}
