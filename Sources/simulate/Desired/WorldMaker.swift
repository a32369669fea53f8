import SimulatedFleet

/// Makes fleets and desired states by chance.
enum WorldMaker {
    static func desired(_ chance: inout SeededGenerator) -> DesiredWorld {
        var desired = DesiredWorld()
        desired.maxDeletes = Int.random(in: 0...3, using: &chance)
        let isSmall = !chance.happens(onceIn: 6)
        let isBalanced = chance.happens(onceIn: 3)
        // Clients are moved from one broker to another only where there are several.
        let brokers = isSmall && !isBalanced ? 1 : Int.random(in: 1...(isSmall ? 2 : 3), using: &chance)
        add(brokers, "broker", "wbroker", to: &desired)
        add(isSmall ? 2 : Int.random(in: 2...3, using: &chance), "antiloop", "waloop", to: &desired)
        if isBalanced { add(2, "loadbalancer", "wlb", to: &desired) }
        if chance.happens(onceIn: 3) { add(1, "manage", "wmanage", to: &desired) }
        let count = isSmall ? Int.random(in: 0...1, using: &chance) : Int.random(in: 2...8, using: &chance)
        for centre in DesiredWorld.centres.shuffled(using: &chance).prefix(count) {
            desired.nodes[centre] = node(&chance)
        }
        desired.nodes[DesiredWorld.centres[0]] = desired.nodes[DesiredWorld.centres[0]] ?? node(&chance)
        desired.nodes[DesiredWorld.centres[0]]?.hasSecret = true
        return desired
    }

    private static func add(_ count: Int, _ role: String, _ name: String, to desired: inout DesiredWorld) {
        for number in 1...count {
            let name = role == "manage" ? name : "\(name)0\(number)"
            desired.roles[name] = role
            desired.addresses[name] = "192.0.2.\(10 + desired.roles.count)"
        }
    }

    static func node(_ chance: inout SeededGenerator) -> DesiredWorld.Node {
        var node = DesiredWorld.Node()
        if chance.happens(onceIn: 4) { node.image = DesiredWorld.tags.randomElement(using: &chance) }
        node.hasSecret = chance.happens(onceIn: 3)
        return node
    }

    /// The hosts as their owners set them up.
    static func hosts(for desired: DesiredWorld, _ chance: inout SeededGenerator) -> [SimulatedHost] {
        desired.roles.sorted { $0.key < $1.key }.map { name, role in
            var host = SimulatedHost(name: name)
            for directory in ["compose", "traefik", "prometheus", "redis", "emqx"] where role != "loadbalancer" {
                host.makeDirectory("/home/gb/\(directory)", owner: "gb", group: "docker")
                // The guides make some of them, Isobar the others.
                if chance.happens(onceIn: 2) { host.files["/home/gb/\(directory)"] = nil }
            }
            host.makeDirectory("/home/gb", owner: "gb", group: "docker")
            if role == "loadbalancer" {
                host.makeDirectory("/etc/haproxy")
                host.files[SimulatedProxy.path] = SimulatedFile(
                    bytes: Array(SimulatedProxy.packaged.utf8), isPackageDefault: true)
                host.proxy = SimulatedProxy(loaded: SimulatedProxy.packaged, hasVirtualAddress: name == "wlb01")
            }
            // Some are as Debian's installer leaves them.
            if chance.happens(onceIn: 4) { host.makeBare() }
            return host
        }
    }

    static var registry: SimulatedRegistry {
        var registry = SimulatedRegistry(
            DesiredWorld.tags + DesiredWorld().versions.values
                + ["lab/redis:7.2.0", "lab/traefik:3.8.0", DesiredWorld.brokenImage])
        registry.images[DesiredWorld.brokenImage]?.works = false
        return registry
    }
}
