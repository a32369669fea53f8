import BrokerModel

extension TraefikRules {
    /// A route that is gone because of a file or container that something
    /// happened to is no finding of its own.
    static func drift(of resource: DriftedResource, _ observed: TraefikObservation?) -> DriftAccount? {
        let foreign = resource.changes.filter { $0.field == foreignFileField }.compactMap(\.from)
        if !foreign.isEmpty {
            return DriftAccount(.foreignFile, "has files in its directory that are not Isobar's: \(list(foreign))")
        }
        guard let desired = resource.desired as? TraefikSpecification, !resource.followsOthers else { return nil }
        guard let observed, observed.answers else { return DriftAccount(.stopped, "does not answer") }
        let missing = desired.routers.filter { observed.routers[$0]?.status != "enabled" }
        return missing.isEmpty ? nil : DriftAccount(.notServing, "does not serve \(list(missing))")
    }

    static func title(of address: ResourceAddress) -> String { "Traefik on \(address.scope)" }
}
