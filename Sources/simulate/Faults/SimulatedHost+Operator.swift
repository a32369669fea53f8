import SimulatedFleet

extension SimulatedHost {
    /// What an operator puts right before expecting anything of Isobar.
    mutating func calmDown(at now: Duration) {
        repair()
        // Isobar restarts nothing that runs; a person does.
        for name in containers.keys where containers[name]?.hangs == true { meddle(name) { $0.start(at: now) } }
    }

    /// Gives a container another name.
    mutating func rename(_ name: String, to other: String) {
        guard var container = containers.removeValue(forKey: name) else { return }
        container.name = other
        containers[other] = container
    }

    /// Removes what stands in the way, given by resource addresses.
    mutating func remove(_ addresses: [String]) {
        for address in addresses where address.hasPrefix(name + "/") {
            let parts = address.dropFirst(name.count + 1).split(separator: "/", maxSplits: 1)
            guard parts.count == 2 else { continue }
            if parts[0] == "container" { containers[String(parts[1])] = nil }
            if parts[0] == "file" { files["/" + parts[1]] = nil }
        }
    }
}
