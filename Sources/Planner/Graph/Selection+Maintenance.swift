import BrokerModel

extension Selection {
    /// Adds the steps that move clients away from brokers before they are
    /// disturbed, and leaves brokers alone from which they cannot be moved now.
    mutating func takeBrokersOut(_ input: PlanningInput) {
        let shared = input.observed.shared
        var barred: [HostName: String] = [:]
        for maintenance in Maintenance.needed(for: drafts, among: input.resources) {
            barred[maintenance.broker] = maintenance.obstacle(input.observed, shared: shared, drafts: drafts)
        }
        drop { draft in draft.disturbsBroker && draft.address.host.map { barred[$0] != nil } ?? false }
        for (broker, reason) in barred { warn("\(broker) is not disturbed: \(reason)") }
        let needed = Maintenance.needed(for: drafts, among: input.resources)
        let guarded = Set(needed.map(\.broker))
        for draft in drafts where draft.disturbsBroker {
            guard let broker = draft.address.host, !guarded.contains(broker) else { continue }
            warn("clients of \(broker) are cut off while it is changed: no load balancer of Isobar's can move them")
        }
        for maintenance in needed {
            let observation = shared?.resources[maintenance.rotation.address]?.observation
            add(maintenance.drafts(observation))
            if maintenance.broker == needed.first?.broker { add([maintenance.spreading(observation)]) }
        }
    }
}
