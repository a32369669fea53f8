import SimulatedFleet

/// People who do things to hosts by hand.
struct People: Sendable {
    private var chance: SeededGenerator

    init(_ chance: SeededGenerator) {
        self.chance = chance
    }

    /// Does one thing.
    ///
    /// - Returns: what it was.
    mutating func meddle(with host: inout SimulatedHost, at now: Duration) -> String {
        let container = host.containers.keys.sorted().randomElement(using: &chance)
        let files = host.files.filter { $0.value.kind == .file }.keys.sorted()
        let file = files.randomElement(using: &chance)
        host.disturbedAt = now
        switch Int.random(in: 0..<17, using: &chance) {
        case 0:
            guard let container else { return "nothing" }
            host.meddle(container) { $0.status = .exited }
            return "somebody stops \(host.name)/\(container)"
        case 1:
            guard let container else { return "nothing" }
            host.containers[container] = nil
            return "somebody removes \(host.name)/\(container)"
        case 2:
            guard let container else { return "nothing" }
            remake(container, on: &host, at: now)
            return "somebody makes \(host.name)/\(container) anew, otherwise"
        case 3:
            guard let container else { return "nothing" }
            host.rename(container, to: container + "-old")
            return "somebody renames \(host.name)/\(container)"
        case 4, 5:
            guard let file, var edited = host.files[file] else { return "nothing" }
            edited = SimulatedFile(
                bytes: edited.bytes + Array("# by hand\n".utf8), owner: edited.owner, group: edited.group,
                mode: edited.mode, changedAt: now)
            host.files[file] = edited
            return "somebody edits \(host.name)\(file)"
        case 6:
            guard let file else { return "nothing" }
            host.files[file]?.mode = 0o666
            return "somebody changes the mode of \(host.name)\(file)"
        case 7:
            guard let file else { return "nothing" }
            host.files[file] = nil
            return "somebody removes \(host.name)\(file)"
        case 8:
            host.addForeignFile("/home/gb/traefik/dynamic/theirs.yml", "http: {}\n", at: now)
            return "somebody puts a file into Traefik's directory of \(host.name)"
        case 9:
            let name = ["theirs", DesiredWorld.centres.randomElement(using: &chance) ?? "theirs"]
                .randomElement(using: &chance)
            host.addForeignContainer(name ?? "theirs", at: now)
            return "somebody makes the container \(name ?? "theirs") on \(host.name)"
        case 10:
            guard let server = host.proxy?.servers.sorted().first else { return "nothing" }
            host.proxy?.maintenance.insert(server)
            return "somebody takes \(server) out on \(host.name)"
        case 11:
            guard let container else { return "nothing" }
            host.meddle(container) { $0.hangs = true }
            return "\(host.name)/\(container) hangs"
        case 12:
            let package = host.packages.keys.filter { $0 != "docker.io" && $0 != "haproxy" }.sorted()
                .randomElement(using: &chance)
            guard let package else { return "nothing" }
            host.packages[package] = nil
            return "somebody removes the package \(package) from \(host.name)"
        case 13:
            guard host.accounts["gb"] != nil else { return "nothing" }
            host.accounts["gb"]?.groups = []
            return "somebody takes gb out of its groups on \(host.name)"
        case 14:
            let tags = host.images.keys.sorted()
            guard let tag = tags.randomElement(using: &chance), let other = tags.randomElement(using: &chance) else {
                return "nothing"
            }
            host.images[tag] = host.images[other]
            return "somebody gives the tag \(tag) to \(other) on \(host.name)"
        case 15:
            guard host.redis != nil else { return "nothing" }
            host.loseRedis()
            return "somebody removes the data of Redis on \(host.name)"
        default:
            guard let container else { return "nothing" }
            host.meddle(container) { $0.networks.removeAll { $0 != "host" && $0 != "bridge" } }
            return "somebody detaches \(host.name)/\(container)"
        }
    }

    /// By hand and without the labels, with another variable.
    private mutating func remake(_ name: String, on host: inout SimulatedHost, at now: Duration) {
        guard let old = host.containers[name], host.isManaged("container", name) else { return }
        host.addForeignContainer(name + "-by-hand", at: now)
        guard var new = host.containers.removeValue(forKey: name + "-by-hand") else { return }
        host.foreignContainers.remove(new.id)
        new.name = name
        new.image = old.image
        new.imageID = old.imageID
        host.containers[name] = new
    }
}
