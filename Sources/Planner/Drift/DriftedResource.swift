import BrokerModel

/// A resource that may have drifted, as the rules of its kind look at it.
struct DriftedResource {
    var address: ResourceAddress

    /// What would mend it, in the plan's order; empty where nothing is planned.
    var steps: [Step]

    /// Everything seen on its host.
    var host: ObservedHost

    /// Whose broker it belongs to.
    var broker: CentreID

    var found: (any ResourceObservation)? { host.resources[address]?.observation }

    /// What it shall be.
    var desired: (any Specification)? { steps.lazy.compactMap(\.specification).first }

    var changes: [FieldChange] { steps.flatMap(\.changes) }

    /// Whether something would be done before it, in which case it may differ
    /// only for that.
    var followsOthers: Bool {
        let own = Set(steps.map(\.id))
        return steps.contains { $0.after.contains { !own.contains($0) } }
    }
}
