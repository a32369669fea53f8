import BrokerModel

enum NetworkRules: KindRules {
    static let ownership = Ownership.shared

    static func difference(
        _ desired: NetworkSpecification, _ observed: NetworkObservation?, of resource: Resource, on host: HostView
    ) -> Difference {
        guard let observed else {
            let change = FieldChange(field: "driver", from: nil, to: desired.driver)
            return .steps([Proposal(action: .create, verb: StepVerb.create, changes: [change])])
        }
        // The driver of a network cannot be changed, and replacing the network
        // would take every container on it down.
        guard observed.driver == desired.driver else {
            return .obstacle("the network exists with driver \(observed.driver), wanted is \(desired.driver)")
        }
        return .none
    }

    /// The engine removes no network that containers are attached to.
    static func removal(of observed: NetworkObservation, at address: ResourceAddress, on host: HostView) -> Proposal? {
        Proposal(
            action: .delete, verb: StepVerb.remove, follows: host.containersGoing.addresses(onNetwork: address.name))
    }
}
