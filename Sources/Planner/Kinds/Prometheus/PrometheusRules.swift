import BrokerModel

/// What a running Prometheus has loaded. A file that changed takes effect with
/// a reload; lists of targets, which it reads by itself, are not among them.
enum PrometheusRules: KindRules {
    static let ownership = Ownership.none

    static func difference(
        _ desired: PrometheusSpecification, _ observed: PrometheusObservation?, of resource: Resource,
        on host: HostView
    ) -> Difference {
        let dependencies = Set(resource.dependencies)
        let causes = host.changes.filter { change in
            dependencies.contains(change.address)
                && (change.proposal.effect != .none || change.proposal.changesContent)
        }.map(\.address)
        let fault = fault(desired, observed)
        guard fault != nil || !causes.isEmpty else { return .none }
        return .steps([
            Proposal(
                action: .run, verb: StepVerb.reload, reason: fault ?? "what it has loaded changes", follows: causes,
                isConsequence: true, hasOwnReason: fault != nil)
        ])
    }

    /// What is wrong, as a clause; nil when nothing is.
    static func fault(_ desired: PrometheusSpecification, _ observed: PrometheusObservation?) -> String? {
        guard let observed, observed.answers else { return "does not answer" }
        if !observed.tookFiles { return "refused its files, and goes on with what it had" }
        if observed.isOutdated { return "has loaded an older content of its files" }
        let missing = Set(desired.groups).subtracting(observed.groups).sorted()
        return missing.isEmpty ? nil : "has not loaded the rules \(missing.joined(separator: ", "))"
    }
}
