import SimulatedFleet

/// One of two instances that serve, and that a commit gives another image both:
/// what happens to it now, the rollout itself has to get over.
struct PendingInstance: Sendable {
    let host: String
    let centre: String

    /// Nil where no node is so.
    init?(of desired: DesiredWorld, on hosts: [String: SimulatedHost], at now: Duration, _ chance: SeededGenerator) {
        var chance = chance
        func serving(_ centre: String) -> [String] {
            hosts.values.filter { host in
                guard let container = host.containers[centre] else { return false }
                return container.centreID == centre && container.isWell(at: now)
                    && container.image != desired.image(of: centre)
            }.map(\.name).sorted()
        }
        let pending = desired.activeNodes.filter { serving($0).count == 2 }
        guard let centre = pending.randomElement(using: &chance),
            let host = serving(centre).randomElement(using: &chance)
        else { return nil }
        self.host = host
        self.centre = centre
    }
}
