import BrokerModel

extension FileRules {
    static func drift(of resource: DriftedResource, _ observed: FileObservation?) -> DriftAccount? {
        guard let observed else { return resource.steps.isEmpty ? nil : DriftAccount(.deleted, "was deleted") }
        guard let desired = resource.desired as? FileSpecification else { return commonDrift(of: resource) }
        var accounts: [DriftAccount] = []
        if resource.changes.contains(where: { $0.field == contentField }) {
            accounts.append(DriftAccount(.contentEdited, "was edited"))
        }
        accounts += desired.ownership.drift(from: observed.ownership)
        return .joined(accounts)
    }

    static func title(of address: ResourceAddress) -> String { "/\(address.name) on \(address.scope)" }
}
