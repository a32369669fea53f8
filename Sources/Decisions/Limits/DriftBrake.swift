import BrokerModel

/// Tells mending from fighting: somebody else who changes the same thing again
/// and again has a reason, and two programs that undo each other's work are
/// worse for the broker than either state.
struct DriftBrake: Sendable, Equatable {
    private var heals: [ResourceAddress: [Timestamp]] = [:]

    /// What is left alone, and when it was last seen to have drifted.
    private(set) var fights: [ResourceAddress: Timestamp] = [:]

    /// Something is mended now.
    mutating func noteHeal(of resources: some Sequence<ResourceAddress>, at moment: Timestamp) {
        for resource in resources { heals[resource, default: []].append(moment) }
    }

    /// What was fought over before a restart is left alone until it is quiet for long.
    mutating func remember(fights resources: some Sequence<ResourceAddress>, at moment: Timestamp) {
        for resource in resources { fights[resource] = moment }
    }

    /// Takes in what has drifted.
    ///
    /// - Returns: fights that are new.
    mutating func noteDrift(
        of drifted: Set<ResourceAddress>, at now: Timestamp, _ rule: BrakeRule
    ) -> [ResourceAddress] {
        heals = heals.compactMapValues { moments in
            let recent = moments.filter { now - $0 < rule.window }
            return recent.isEmpty ? nil : recent
        }
        // Who has not touched it for so long has given up.
        fights = fights.filter { now - $0.value < rule.window }
        var begun: [ResourceAddress] = []
        for resource in drifted where heals[resource, default: []].count >= rule.heals || fights[resource] != nil {
            if fights.updateValue(now, forKey: resource) == nil { begun.append(resource) }
        }
        return begun.sorted()
    }

    /// Begins anew for a part, because a person says so.
    mutating func release(where isReleased: (ResourceAddress) -> Bool) {
        heals = heals.filter { !isReleased($0.key) }
        fights = fights.filter { !isReleased($0.key) }
    }
}
