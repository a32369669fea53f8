import SimulatedFleet

extension Invariants {
    /// Never two brokers out of service at once, of those Isobar took out.
    mutating func checkRotation(_ hosts: [String: SimulatedHost]) {
        let out = hosts.values.reduce(into: Set<Substring>()) { out, host in
            guard let proxy = host.proxy else { return }
            for server in proxy.held.intersection(proxy.maintenance) {
                out.formUnion(server.split(separator: "/").suffix(1))
            }
        }
        if out.count > 1 { violate("the brokers \(out.sorted()) are out of service at the same time") }
    }

    /// A broker goes only when nobody is sent to it and nobody is on it.
    mutating func checkClients(
        _ effect: Effect, _ container: SimulatedContainer, _ hosts: [String: SimulatedHost], _ now: Duration
    ) {
        guard container.finalName == "emqx", container.isWell(at: now),
            desired[effect.controller]?.serves(container) != false
        else { return }
        for host in hosts.values.sorted(by: { $0.name < $1.name }) {
            guard let proxy = host.proxy, proxy.isRunning else { continue }
            // A person may have had HAProxy start anew, or taken a server back.
            guard now - (host.disturbedAt ?? .seconds(-1000)) > .seconds(300) else { continue }
            let servers = Set(proxy.servers)
            // With one broker there is nobody to move its clients to.
            guard Set(servers.compactMap { $0.split(separator: "/").last }).count > 1 else { continue }
            for server in servers.sorted() where server.hasSuffix("/" + effect.host) {
                if !proxy.maintenance.contains(server) {
                    violate("\(effect.host) goes, \(host.name) has \(server) in service")
                }
                if !proxy.emptied.contains(server) { violate("\(effect.host) goes with sessions over \(host.name)") }
            }
        }
    }
}
