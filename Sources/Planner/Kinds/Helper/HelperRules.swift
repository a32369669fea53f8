import BrokerModel

/// The host helper: installed once, replaced when its script changes.
enum HelperRules: KindRules {
    /// Nobody else installs one, and nothing works without it.
    static let ownership = Ownership.none

    static func difference(
        _ desired: HelperSpecification, _ observed: HelperObservation?, of resource: Resource, on host: HostView
    ) -> Difference {
        guard observed?.digest != desired.digest else { return .none }
        let change = FieldChange(
            field: "digest", from: observed?.digest.description, to: desired.digest.description)
        return .steps([
            Proposal(action: observed == nil ? .create : .update, verb: StepVerb.install, changes: [change])
        ])
    }
}
