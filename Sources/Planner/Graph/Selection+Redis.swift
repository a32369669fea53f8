import BrokerModel

extension Selection {
    /// Adds the steps by which Redis masters hand over before they are disturbed,
    /// and leaves those alone that cannot now.
    mutating func handMastersOver(_ input: PlanningInput) {
        let address = RedisClusterSpecification.resource
        guard drafts.contains(where: \.disturbsRedis),
            let cluster = input.resources.first(where: { $0.address == address })
        else { return }
        let observation = input.observed.shared?.resources[address]?.observation
        let masters = (observation as? RedisObservation)?.masters ?? []
        var barred: [ResourceAddress: String] = [:]
        for handover in MasterHandover.needed(for: drafts, of: cluster, masters: masters) {
            barred[handover.container] = handover.obstacle(input)
        }
        drop { $0.disturbsRedis && barred[$0.address] != nil }
        for (container, reason) in barred { warn("\(container) is not disturbed: \(reason)") }
        let handovers = MasterHandover.needed(for: drafts, of: cluster, masters: masters)
        bearService(of: Set(handovers.map(\.container)))
        add(handovers.map { $0.draft(observation) })
    }
}
