import BrokerModel

/// The wide sudo rule is taken away where it stands in a file of its own. One
/// that stands anywhere else is for somebody to take away who knows why it is
/// there.
enum SudoRules: KindRules {
    /// Rules are whoever's wrote them; the desired state says that they go.
    static let ownership = Ownership.none

    static func difference(
        _ desired: SudoSpecification, _ observed: SudoObservation?, of resource: Resource, on host: HostView
    ) -> Difference {
        guard let observed else { return .none }
        if observed.isWideElsewhere {
            return .obstacle(
                "\(desired.user) may run everything by a rule that does not stand in a file of its own in "
                    + "/etc/sudoers.d: see `sudo -l -U \(desired.user)` there and take it away, or say `sudo: keep`")
        }
        guard !observed.wideFiles.isEmpty else { return .none }
        return .steps([
            Proposal(
                action: .update, verb: StepVerb.narrow,
                changes: observed.wideFiles.map { FieldChange(field: "rule", from: $0, to: nil) })
        ])
    }

    static func drift(of resource: DriftedResource, _ observed: SudoObservation?) -> DriftAccount? {
        guard !resource.steps.isEmpty, let observed else { return nil }
        return DriftAccount(.settingsChanged, "is wide again: \(observed.wideFiles.joined(separator: ", "))")
    }

    static func title(of address: ResourceAddress) -> String { "sudo of \(address.name) on \(address.scope)" }
}
