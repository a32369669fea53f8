import SimulatedFleet

/// An instance that stops working in the middle of a rollout, unseen: while the
/// host of its sibling takes minutes to get the new image, so that the sibling's
/// turn comes long after the last look at the set.
struct MidwayHang: Sendable {
    private enum Stage: Sendable {
        case waiting
        /// This host is busy; an instance anywhere else may hang.
        case due(besides: String, Fault)
        case over
    }

    private var stage = Stage.waiting
    private var chance: SeededGenerator

    init(_ chance: SeededGenerator) { self.chance = chance }

    /// How long the exchange takes; nil when it is not the one.
    mutating func delay(of occasion: Occasion) -> Duration? {
        guard case .waiting = stage else { return nil }
        if occasion.changes.contains(.pull) {
            stage = .due(besides: occasion.host, .hangBesidePull)
        } else if occasion.changes.contains(.load) {
            stage = .due(besides: occasion.host, .hangBesideLoad)
        } else {
            return nil
        }
        return chance.duration(from: 90_000, to: 200_000)
    }

    /// Lets the instance hang when it is time.
    ///
    /// - Returns: what it counts as; nil when none does now.
    mutating func strike(_ hosts: inout [String: SimulatedHost], now: Duration) -> Fault? {
        guard case .due(let busy, let fault) = stage else { return nil }
        stage = .over
        let waiting = Set((hosts[busy]?.containers.values).map { $0.compactMap(\.centreID) } ?? [])
        let candidates = hosts.values.filter { $0.name != busy }.flatMap { host in
            host.containers.values.filter { $0.isWell(at: now) && waiting.contains($0.centreID ?? "") }
                .map { (host: host.name, name: $0.name) }
        }
        let sorted = candidates.sorted { ($0.host, $0.name) < ($1.host, $1.name) }
        guard let victim = sorted.randomElement(using: &chance) else { return nil }
        hosts[victim.host]?.meddle(victim.name) { $0.hangs = true }
        hosts[victim.host]?.disturbedAt = now
        return fault
    }
}
