import BrokerModel
import Reconciliation
import SimulatedFleet

/// The hosts of the demonstration.
struct DemoFleet {
    let world: SimulatedWorld
    private let timer: FleetTimer

    init(speed: Int) {
        let clock = AcceleratedClock(factor: speed)
        timer = FleetTimer(clock, deadlines: ContinuousClock())
        world = SimulatedWorld(
            DemoBroker.fleet.map(Self.host), registry: SimulatedRegistry(DemoBroker.registry), timer: timer,
            pace: SeededGenerator(seed: 1),
            haste: SimulatedWorld.Haste(exchange: 20...120, stop: 500...4_000, warmUp: 500...6_000))
    }

    var surroundings: Surroundings {
        Surroundings(
            transport: world.transports(of: ControllerLife(number: 1)), timer: timer.clock, deadlines: timer.deadlines,
            openSecrets: { sealed in sealed.reduce(into: [:]) { $0[$1.name] = DemoBroker.secret($1.name) } })
    }

    /// Somebody stops one instance by hand and edits a file of another.
    func meddle() async {
        await world.edit { hosts, _, now in
            let name = DemoBroker.meddled
            guard let first = hosts.keys.sorted().first(where: { hosts[$0]?.containers[name] != nil }) else { return }
            hosts[first]?.meddle(name) { $0.status = .exited }
            let path = "/home/gb/compose/\(DemoBroker.changed)/\(DemoBroker.changed).env"
            guard let host = hosts.keys.sorted().first(where: { hosts[$0]?.files[path] != nil }),
                let file = hosts[host]?.files[path]
            else { return }
            hosts[host]?.files[path] = SimulatedFile(
                bytes: file.bytes + Array("DEBUG=true\n".utf8), owner: file.owner, group: file.group, mode: file.mode,
                changedAt: now)
        }
    }

    /// As the guides set one up.
    private static func host(_ name: String, role: String, address: String) -> SimulatedHost {
        var host = SimulatedHost(name: name)
        host.address = address
        host.makeDirectory("/home/gb", owner: "gb", group: "docker")
        guard role == "loadbalancer" else { return host }
        host.makeDirectory("/etc/haproxy")
        host.files[SimulatedProxy.path] = SimulatedFile(
            bytes: Array(SimulatedProxy.packaged.utf8), isPackageDefault: true)
        host.proxy = SimulatedProxy(loaded: SimulatedProxy.packaged, hasVirtualAddress: name == "wlb01")
        return host
    }
}
