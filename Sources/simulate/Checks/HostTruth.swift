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
}
