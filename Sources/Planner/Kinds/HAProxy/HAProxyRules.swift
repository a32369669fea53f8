import BrokerModel

/// The running HAProxy: started when it does not run, reloaded when what it
/// has loaded is not what is wanted.
enum HAProxyRules: KindRules {
    static let ownership = Ownership.none

    static func difference(
        _ desired: HAProxySpecification, _ observed: HAProxyObservation?, of resource: Resource, on host: HostView
    ) -> Difference {
        let files = changedFiles(desired, resource, on: host)
        guard let observed, observed.isRunning else {
            return .steps([
                Proposal(
                    action: .run, verb: StepVerb.start, reason: "HAProxy does not run", effect: .restores,
                    follows: files)
            ])
        }
        let loadsAnother = observed.configuration != desired.configuration
        guard loadsAnother || !files.isEmpty else { return .none }
        var changes: [FieldChange] = []
        if loadsAnother {
            changes.append(
                FieldChange(field: "configuration", from: observed.configuration, to: desired.configuration))
        }
        return .steps([
            Proposal(
                action: .run, verb: StepVerb.reload, changes: changes,
                reason: loadsAnother ? "another configuration is loaded" : "a file it has loaded changes",
                // What never bore our configuration serves nobody of ours yet.
                effect: observed.configuration == nil ? .restores : .disturbs,
                follows: files, isConsequence: true, hasOwnReason: loadsAnother, bearsService: observed.hasVirtualAddress)
        ])
    }

    private static func changedFiles(
        _ desired: HAProxySpecification, _ resource: Resource, on host: HostView
    ) -> [ResourceAddress] {
        guard !host.changedFiles.isEmpty else { return [] }
        let loaded = desired.loadedFiles.keys.map { host.address(FileSpecification.kind, String($0.dropFirst())) }
        return Set(loaded + resource.dependencies)
            .filter { $0.kind == FileSpecification.kind && host.changedFiles.contains("/" + $0.name) }
            .sorted()
    }
}
