import SimulatedFleet

/// Whether the hosts are as wanted, found without any of Isobar's code.
struct HostTruth {
    let desired: DesiredWorld
    let hosts: [String: SimulatedHost]
    let now: Duration

    var faults: [String] {
        var faults: [String] = []
        for centre in desired.nodes.keys.sorted() {
            let instances = hosts.values.filter { $0.containers[centre]?.centreID == centre }
            let wanted = desired.image(of: centre)
            let right = instances.filter { host in
                guard let container = host.containers[centre] else { return false }
                return container.isRunning && container.image == wanted
            }
            let count = wanted == nil ? 0 : 2
            if right.count != count || instances.count != count {
                faults.append("\(centre) has \(right.count) right of \(instances.count) instances, \(count) are wanted")
            }
            let pinned = desired.nodes[centre]?.pinned
            if let pinned, count > 0, Set(right.map(\.name)) != Set(pinned) {
                faults.append("\(centre) runs on \(right.map(\.name).sorted()), it is pinned to \(pinned)")
            }
        }
        faults += redisFaults
        faults += doorFaults
        for host in hosts.values.sorted(by: { $0.name < $1.name }) {
            for container in host.containers.values {
                if container.name != container.finalName { faults.append("\(host.name) still has \(container.name)") }
                guard let centre = container.centreID, desired.nodes[centre] == nil, !container.name.hasSuffix("-old")
                else { continue }
                faults.append("\(host.name) still runs \(centre)")
            }
            if let proxy = host.proxy, proxy.isRunning, !proxy.maintenance.union(proxy.held).isEmpty {
                faults.append("HAProxy on \(host.name) leaves \(proxy.maintenance.union(proxy.held).sorted()) out")
            }
            if let proxy = host.proxy, proxy.loaded != host.files[SimulatedProxy.path]?.text {
                faults.append("HAProxy on \(host.name) runs another configuration than its file")
            }
        }
        return faults
    }

    /// All members know exactly each other, every slot has one master, and every
    /// master a replica.
    private var redisFaults: [String] {
        guard desired.hasRedis else { return [] }
        let members = hosts.values.filter { ["broker", "antiloop"].contains(desired.roles[$0.name]) }
        // Of one that does nothing no more can be known, and nobody can be asked.
        guard members.allSatisfy({ $0.containers["redis"]?.isWell(at: now) == true }) else { return [] }
        let ids = Set(members.compactMap { $0.redis?.id })
        var faults: [String] = []
        for host in members.sorted(by: { $0.name < $1.name }) {
            let nodes = host.redis?.nodes ?? [:]
            if Set(nodes.keys) != ids || ids.count != members.count {
                faults.append("Redis on \(host.name) knows \(nodes.count) nodes of \(members.count)")
            }
            let slots = nodes.values.flatMap(\.slots).flatMap { $0 }
            if slots.count != 16384 || Set(slots).count != 16384 {
                faults.append("Redis on \(host.name) knows masters of \(slots.count) slots")
            }
            for master in nodes.values where !master.slots.isEmpty {
                if !nodes.values.contains(where: { $0.master == master.id }) {
                    faults.append("Redis on \(master.host) has no replica")
                }
            }
        }
        return faults
    }

    /// Members of EMQX take rules from nowhere else, and know exactly the users
    /// that are wanted.
    private var doorFaults: [String] {
        var faults: [String] = []
        for name in desired.hosts("broker") {
            guard let host = hosts[name], host.containers["emqx"]?.isWell(at: now) == true, let emqx = host.emqx
            else { continue }
            if !emqx.isGuarded { faults.append("EMQX on \(name) takes rules from \(emqx.sources)") }
            let wanted = Set(desired.listeners.keys).union([DesiredWorld.publisher])
            if Set(emqx.users.keys) != wanted { faults.append("EMQX on \(name) knows \(emqx.users.keys.sorted())") }
            for (user, found) in emqx.users {
                if found.isSuperuser != (user == DesiredWorld.publisher) {
                    faults.append("the rights of \(user) on \(name) are not its own")
                }
                if let topic = desired.listeners[user], !found.rules.contains("\"\(topic)\"") {
                    faults.append("\(user) may receive \(found.rules) on \(name)")
                }
            }
        }
        return faults
    }
}
