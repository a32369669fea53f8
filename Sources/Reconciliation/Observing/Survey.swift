import BrokerModel

/// What was seen, of one moment, and what each of several commits wants there.
struct Survey: Sendable {
    /// In the order of the commits.
    var resources: [[Resource]]
    var observed: ObservedState

    /// Everything that was looked for.
    var asked: [Resource] { Self.union(resources) }

    /// Every address once, as the first that wants it wants it.
    static func union(_ resources: [[Resource]]) -> [Resource] {
        guard resources.count > 1 else { return resources.first ?? [] }
        var seen: Set<ResourceAddress> = []
        return resources.joined().filter { seen.insert($0.address).inserted }
    }
}
