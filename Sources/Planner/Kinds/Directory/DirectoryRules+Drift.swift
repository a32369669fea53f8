import BrokerModel

extension DirectoryRules {
    static func drift(of resource: DriftedResource, _ observed: DirectoryObservation?) -> DriftAccount? {
        guard let observed else { return resource.steps.isEmpty ? nil : DriftAccount(.deleted, "was deleted") }
        guard let desired = resource.desired as? DirectorySpecification else { return commonDrift(of: resource) }
        return .joined(desired.ownership.drift(from: observed.ownership))
    }

    static func title(of address: ResourceAddress) -> String { "directory /\(address.name) on \(address.scope)" }
}
