import SimulatedFleet

extension SimulatedHost {
    /// What an operator puts right before expecting anything of Isobar.
    mutating func calmDown() {
        repair()
        proxy?.maintenance = []
    }

    /// Removes what people made.
    mutating func removeForeign() {
        for name in containers.keys where containers[name].map({ foreignContainers.contains($0.id) }) == true {
            containers[name] = nil
        }
        for path in foreignFiles { files[path] = nil }
    }
}
