import BrokerModel

/// A step before it has its place in the order.
struct Draft {
    var address: ResourceAddress
    var proposal: Proposal
    var reason: String
    var dependencies: [ResourceAddress] = []
    var source: SourcePosition?
    var specification: (any Specification)?
    var observation: (any ResourceObservation)?
    var redundancy: Redundancy?
    var disturbance: Disturbance?

    /// The resource for whose sake this is done; whoever caused its steps
    /// caused this. Nil for the resource itself.
    var occasion: ResourceAddress?

    /// The step whose effect this one ends.
    var completes: StepID?

    /// The position among the steps of the same resource.
    var position = 0

    var isRemoval: Bool { proposal.action == .delete }

    /// `waloop01/container/ca-eccc-msc#replace`; a run is named by its verb, and so
    /// is a renaming, which another update of the same container may follow.
    var id: StepID {
        let isNamedByVerb = proposal.action == .run || proposal.verb == StepVerb.rename
        return StepID("\(address)#\(isNamedByVerb ? proposal.verb : proposal.action.rawValue)")
    }
}
