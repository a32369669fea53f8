import BrokerModel

extension PrometheusRules {
    /// That its files were edited is said of the files.
    static func drift(of resource: DriftedResource, _ observed: PrometheusObservation?) -> DriftAccount? {
        guard let desired = resource.desired as? PrometheusSpecification, !resource.followsOthers,
            let fault = fault(desired, observed)
        else { return nil }
        return DriftAccount(observed?.answers == true ? .otherConfigurationLoaded : .stopped, fault)
    }

    static func title(of address: ResourceAddress) -> String { "Prometheus on \(address.scope)" }
}
