import SimulatedFleet

/// Changes a desired state as people do.
enum CommitMaker {
    static func change(_ desired: inout DesiredWorld, _ chance: inout SeededGenerator) {
        desired.isInvalid = false
        for _ in 0..<Int.random(in: 1...2, using: &chance) { changeOnce(&desired, &chance) }
        // Without a node whose secret is used, the secret would be an orphan.
        if !desired.nodes.values.contains(where: \.hasSecret), let any = desired.nodes.keys.sorted().first {
            desired.nodes[any]?.hasSecret = true
        }
    }

    private static func changeOnce(_ desired: inout DesiredWorld, _ chance: inout SeededGenerator) {
        let any = desired.nodes.keys.sorted().randomElement(using: &chance)
        switch Int.random(in: 0..<16, using: &chance) {
        case 0, 1:
            let free = DesiredWorld.centres.filter { desired.nodes[$0] == nil }
            if let centre = free.randomElement(using: &chance) { desired.nodes[centre] = WorldMaker.node(&chance) }
        case 2: if let any, desired.nodes.count > 1 { desired.nodes[any] = nil }
        case 3: if let any { desired.nodes[any]?.isEnabled.toggle() }
        case 4, 5: if let any { desired.nodes[any]?.image = DesiredWorld.tags.randomElement(using: &chance) }
        case 6:
            let images = [DesiredWorld.missingImage, DesiredWorld.brokenImage]
            if let any { desired.nodes[any]?.image = images.randomElement(using: &chance) }
        case 7: desired.versions["antiloop"] = DesiredWorld.tags.randomElement(using: &chance)
        case 8: if let any { desired.nodes[any]?.topicSuffix = chance.happens(onceIn: 2) ? "#" : "data/#" }
        case 9:
            let hosts = desired.hosts("antiloop")
            if let any { desired.nodes[any]?.pinned = Array(hosts.shuffled(using: &chance).prefix(2)).sorted() }
        case 10:
            // Not of a load balancer: a live cluster is never taken apart, a
            // person changes its members (docs/virtual-ip.md).
            let hosts = desired.hosts.filter { desired.roles[$0] != "loadbalancer" }
            if let host = hosts.randomElement(using: &chance) {
                desired.addresses[host] = "192.0.2.\(Int.random(in: 50...90, using: &chance))"
                if Set(desired.addresses.values).count < desired.addresses.count {
                    desired.addresses[host] = "198.51.100.\(Int.random(in: 1...250, using: &chance))"
                }
            }
        case 11:
            // Who raises the limit in the same commit is held to the old one.
            desired.maxDeletes = Int.random(in: 0...9, using: &chance)
            if let any, desired.nodes.count > 1, chance.happens(onceIn: 2) { desired.nodes[any] = nil }
        case 12: desired.isInvalid = true
        case 13:
            desired.password = chance.happens(onceIn: 2) ? "two" : "three"
            if chance.happens(onceIn: 2) { desired.metadata = "http://192.0.2.2/gdc" }
        case 14:
            if desired.listeners.removeValue(forKey: "visitor") == nil { desired.listeners["visitor"] = "monitor/#" }
            if chance.happens(onceIn: 2) { desired.listeners["everyone"] = "origin/a/wis2/#" }
        default:
            desired.versions["redis"] = chance.happens(onceIn: 2) ? "lab/redis:7.2.0" : "lab/redis:7.0.15"
            if chance.happens(onceIn: 2) { desired.versions["traefik"] = "lab/traefik:3.8.0" }
        }
    }

    /// Gives all nodes that have no image of their own another one: both of
    /// their instances wait to be replaced.
    static func rollOut(_ desired: inout DesiredWorld, _ chance: inout SeededGenerator) {
        desired.isInvalid = false
        let others = DesiredWorld.tags.filter { $0 != desired.versions["antiloop"] }
        desired.versions["antiloop"] = others.randomElement(using: &chance)
    }

    /// What a person does to get out of a state that cannot be reached.
    static func mend(_ desired: inout DesiredWorld) {
        desired.isInvalid = false
        let useless = [DesiredWorld.missingImage, DesiredWorld.brokenImage]
        for centre in desired.nodes.keys where useless.contains(desired.nodes[centre]?.image ?? "") {
            desired.nodes[centre]?.image = nil
        }
    }
}
