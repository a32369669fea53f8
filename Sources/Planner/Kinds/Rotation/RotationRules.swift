import BrokerModel

/// A broker that a run took out of the load balancers comes back before
/// anything else is done, if that run was ended before it did so. When a broker
/// is taken out, and why, is not decided by looking at it: see ``Maintenance``.
enum RotationRules: KindRules {
    static let ownership = Ownership.none

    static func difference(
        _ desired: RotationSpecification, _ observed: RotationObservation?, of resource: Resource, on host: HostView
    ) -> Difference {
        guard let held = observed?.held, !held.isEmpty else { return .none }
        let changes = held.sorted { $0.key < $1.key }.flatMap { balancer, servers in
            servers.map { FieldChange(field: "\(balancer) server \($0)", from: "maint", to: "ready") }
        }
        return .steps([
            Proposal(
                action: .run, verb: StepVerb.ready, changes: changes,
                reason: "a run took it out of service and was ended before it was back")
        ])
    }

    static func drift(of resource: DriftedResource, _ observed: RotationObservation?) -> DriftAccount? {
        guard !resource.steps.isEmpty, let held = observed?.held, !held.isEmpty else { return nil }
        return DriftAccount(
            .inMaintenance,
            "is out of service on \(held.keys.sorted().joined(separator: " and ")) since a run that was ended "
                + "before it was back")
    }

    static func title(of address: ResourceAddress) -> String { "\(address.name) behind the load balancers" }
}
