import BrokerModel

extension ContainerRules {
    static func drift(of resource: DriftedResource, _ observed: ContainerObservation?) -> DriftAccount? {
        guard let observed else { return absence(of: resource) }
        guard let desired = resource.desired as? ContainerSpecification else { return commonDrift(of: resource) }
        var accounts: [DriftAccount] = []
        if !observed.state.isRunning { accounts.append(DriftAccount(.stopped, standstill(observed.state))) }
        let fields = Set(resource.changes.map(\.field))
        if fields.contains(imageIDField) {
            accounts.append(
                DriftAccount(
                    .imageMoved, "runs an image that its tag \(desired.image) no longer names"))
        }
        let settings = resource.steps.filter { $0.action == .replace }.flatMap(\.changes).map(\.field)
            .filter { $0 != imageIDField && $0 != restartPolicyField }
        if !settings.isEmpty {
            accounts.append(
                DriftAccount(.recreated, "was created anew with other settings (\(settings.joined(separator: ", ")))"))
        }
        if let detached = detachedNetworks(desired, observed) {
            accounts.append(DriftAccount(.networkDetached, "is detached from \(detached.joined(separator: ", "))"))
        }
        if fields.contains(restartPolicyField) {
            accounts.append(
                DriftAccount(
                    .settingsChanged,
                    "has restart policy \(observed.restartPolicy?.rawValue ?? "no") instead of "
                        + desired.restartPolicy.rawValue))
        }
        // What is replaced only because a file it reads was edited did nothing.
        return .joined(accounts)
    }

    static func title(of address: ResourceAddress) -> String { "\(address.name) on \(address.scope)" }

    /// Removed, or there under another name: its labels say what it is.
    private static func absence(of resource: DriftedResource) -> DriftAccount? {
        guard !resource.steps.isEmpty else { return nil }
        let namesakes = resource.host.resources.values.compactMap { found -> (name: String, ContainerObservation)? in
            guard !found.isOwned, let container = found.observation as? ContainerObservation,
                container.isRecorded(as: resource.address, of: resource.broker)
            else { return nil }
            return (found.address.name, container)
        }
        guard let (name, container) = namesakes.min(by: { $0.name < $1.name }) else {
            return DriftAccount(.missing, "is missing")
        }
        let renamed = DriftAccount(.renamed, "was renamed to \(name)")
        // Of several nobody knows which one it is: then a new one is made.
        guard resource.steps.first?.verb == StepVerb.rename else { return renamed }
        return .joined([renamed] + [drift(of: resource, container)].compactMap(\.self))
    }

    private static func standstill(_ state: ContainerState) -> String {
        switch (state.status, state.exitCode) {
        case ("exited", let code?): "is stopped (exited with \(code))"
        case ("exited", nil): "is stopped"
        default: "is not running (\(state.status))"
        }
    }
}
