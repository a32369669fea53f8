import SimulatedFleet

/// What must hold whatever happens, looked at after every single effect.
struct Invariants: EffectWitness {
    /// One change a controller made.
    struct Change: Sendable {
        var controller: Int
        var host: String
        var resource: String
        var action: Effect.Action

        /// What a container is called at the moment: what a replacement that
        /// was killed left behind is a resource of its own.
        var containerName: String?
    }

    private(set) var violations: [String] = []

    /// Of steps; the records Isobar keeps on hosts are none.
    private(set) var changes: [Change] = []

    /// What each controller was to achieve.
    private(set) var desired: [Int: DesiredWorld] = [:]

    /// How many nodes it may delete.
    private var allowedDeletes: [Int: Int] = [:]
    private var deletedNodes: [Int: Set<String>] = [:]

    /// Who started each container last, by its identifier.
    private var starters: [String: Int] = [:]

    /// From here on nothing goes wrong: nothing may be done without need.
    var isCalm = false

    /// What controllers removed in calm: to see whether the same comes back.
    private var removed: [String: SimulatedContainer] = [:]
    private var written: [Int: Set<String>] = [:]

    mutating func begin(_ controller: Int, _ desired: DesiredWorld, allowedDeletes: Int) {
        self.desired[controller] = desired
        self.allowedDeletes[controller] = allowedDeletes
    }

    mutating func violate(_ text: String) { violations.append(text) }

    mutating func saw(command: String, on host: String) {
        if command.contains(Canaries.mark) { violate("a secret stands in a command line on \(host)") }
    }

    mutating func saw(_ effect: Effect, hosts: [String: SimulatedHost], now: Duration) {
        if effect.action == .drain { checkRotation(hosts) }
        if effect.action == .load, effect.resource == "haproxy/configuration" { checkDoor(effect, hosts, now) }
        guard let resource = effect.resource else { return }
        changes.append(
            Change(
                controller: effect.controller, host: effect.host, resource: resource, action: effect.action,
                containerName: effect.container?.name))
        checkForeign(effect, resource, hosts)
        if let container = effect.container {
            if effect.action == .stop || effect.action == .remove {
                checkImage(effect, container, hosts)
            }
            if effect.action == .stop || (effect.action == .remove && container.isRunning) {
                checkSiblings(effect, container, hosts, now)
                checkClients(effect, container, hosts, now)
                checkMaster(effect, container, hosts, now)
            }
            if effect.action == .remove { checkDeletes(effect, container) }
            if effect.action == .start { starters[container.id] = effect.controller }
        }
        if isCalm { checkNeed(effect, resource, hosts) }
    }

    /// Nothing foreign is changed or removed.
    private mutating func checkForeign(_ effect: Effect, _ resource: String, _ hosts: [String: SimulatedHost]) {
        guard let host = hosts[effect.host] else { return }
        if let container = effect.container, effect.action != .create, host.foreignContainers.contains(container.id) {
            violate("\(effect.action.rawValue) of the foreign container \(effect.host)/\(container.name)")
        }
        if effect.file != nil, resource.hasPrefix("file/"), host.foreignFiles.contains(String(resource.dropFirst(4))) {
            violate("\(effect.action.rawValue) of the foreign file \(effect.host) \(resource)")
        }
    }

    /// The image is on the host before the old container goes.
    private mutating func checkImage(
        _ effect: Effect, _ container: SimulatedContainer, _ hosts: [String: SimulatedHost]
    ) {
        guard let desired = desired[effect.controller], let host = hosts[effect.host],
            let image = desired.image(of: container.finalName), host.images[image] == nil
        else { return }
        violate("\(effect.host)/\(container.name) goes, and its image \(image) is not there")
    }

    /// Never all members of a set at once.
    private mutating func checkSiblings(
        _ effect: Effect, _ container: SimulatedContainer, _ hosts: [String: SimulatedHost], _ now: Duration
    ) {
        // One that serves nobody is no loss.
        guard let desired = desired[effect.controller], desired.isRedundant(container.finalName),
            desired.serves(container), container.isWell(at: now)
        else { return }
        let others = hosts.values.filter { $0.name != effect.host && desired.roles[$0.name] != nil }
        let serving = others.flatMap { host in
            host.containers.values.filter {
                $0.finalName == container.finalName && desired.serves($0) && $0.isWell(at: now)
            }
        }
        // Somebody else may take a sibling out after the last look at it.
        let wasDisturbed = others.contains { now - ($0.disturbedAt ?? .seconds(-1000)) < .seconds(60) }
        guard !wasDisturbed else { return }
        if serving.isEmpty {
            violate("\(effect.host)/\(container.name) is taken out while no other member serves")
        } else if desired.nodes[container.finalName] != nil, !serving.contains(where: { isProven($0, effect, now) }) {
            violate("\(effect.host)/\(container.name) is taken out before its sibling was well for an election window")
        }
    }

    /// No master of Redis is stopped: a replica takes over before.
    private mutating func checkMaster(
        _ effect: Effect, _ container: SimulatedContainer, _ hosts: [String: SimulatedHost], _ now: Duration
    ) {
        guard container.finalName == "redis", desired[effect.controller]?.hasRedis == true, container.isWell(at: now),
            hosts[effect.host]?.redis?.isMaster == true,
            !hosts.values.contains(where: { now - ($0.disturbedAt ?? .seconds(-1000)) < .seconds(60) })
        else { return }
        violate("Redis on \(effect.host) is taken out while it is a master")
    }

    /// Whether an instance was well for one election window, or is none that
    /// this controller started itself.
    private func isProven(_ container: SimulatedContainer, _ effect: Effect, _ now: Duration) -> Bool {
        guard starters[container.id] == effect.controller, let startedAt = container.startedAt else { return true }
        return now - startedAt - container.warmUp >= DesiredWorld.electionWindow
    }

    /// No more is deleted than was allowed.
    private mutating func checkDeletes(_ effect: Effect, _ container: SimulatedContainer) {
        guard let centre = container.centreID, let desired = desired[effect.controller],
            desired.nodes[centre]?.isEnabled != true
        else { return }
        deletedNodes[effect.controller, default: []].insert(centre)
        let count = deletedNodes[effect.controller]?.count ?? 0
        if count > allowedDeletes[effect.controller] ?? 0 {
            violate("\(count) nodes are deleted, allowed are \(allowedDeletes[effect.controller] ?? 0)")
        }
    }

    /// Nothing is done that changes nothing.
    private mutating func checkNeed(_ effect: Effect, _ resource: String, _ hosts: [String: SimulatedHost]) {
        if effect.isNeedless { violate("needless \(effect.action.rawValue) of \(effect.host)/\(resource)") }
        let key = "\(effect.host)/\(resource)"
        switch effect.action {
        case .write: written[effect.controller, default: []].insert(effect.host)
        case .remove: if let container = effect.container { removed[key] = container }
        case .create:
            guard let new = effect.container,
                let old = hosts[effect.host]?.containers[new.finalName] ?? removed[key], old.id != new.id,
                old.request == new.request, old.imageID == new.imageID, old.networks == new.networks,
                written[effect.controller]?.contains(effect.host) != true
            else { return }
            violate("\(key) was replaced by its equal")
        default: return
        }
    }
}
