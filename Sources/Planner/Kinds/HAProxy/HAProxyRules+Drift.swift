import BrokerModel

extension HAProxyRules {
    /// Only the process itself is looked at: that its files were edited is said
    /// of the files.
    static func drift(of resource: DriftedResource, _ observed: HAProxyObservation?) -> DriftAccount? {
        guard let desired = resource.desired as? HAProxySpecification else { return nil }
        guard let observed, observed.isRunning else { return DriftAccount(.stopped, "is stopped") }
        guard observed.configuration == desired.configuration else {
            return DriftAccount(
                .otherConfigurationLoaded, "runs with another configuration than the one that was applied")
        }
        // A file that was edited changes, too, and is said of the file.
        if observed.isOutdated == true, !resource.followsOthers {
            return DriftAccount(.otherConfigurationLoaded, "has loaded an older content of its files")
        }
        let hands = runtimeChanges(desired, observed)
        if !hands.isEmpty {
            return DriftAccount(
                .settingsChanged, "was changed by hand while it runs: \(hands.map(\.field).joined(separator: ", "))")
        }
        let out = observed.serversOutByHand
        return out.isEmpty
            ? nil : DriftAccount(.inMaintenance, "has servers out of service by hand: \(out.joined(separator: ", "))")
    }

    static func title(of address: ResourceAddress) -> String { "HAProxy on \(address.scope)" }
}
