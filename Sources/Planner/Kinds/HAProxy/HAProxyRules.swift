import BrokerModel

/// The running HAProxy: started when it does not run, reloaded when what it
/// has loaded is not what is wanted. Another certificate alone needs no reload:
/// new clients are shown it, and nobody else notices.
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
        let isOutdated = observed.isOutdated == true
        let hands = runtimeChanges(desired, observed)
        let loadsAnother = observed.configuration != desired.configuration || isOutdated || !hands.isEmpty
        // A reload refuses to forget what somebody set by hand: that ends first.
        let returning = returns(observed)
        guard loadsAnother || !files.isEmpty else { return returning.isEmpty ? .none : .steps(returning) }
        if !loadsAnother, areCertificates(files, on: host) { return .steps(returning + [renewal(after: files)]) }
        var changes: [FieldChange] = []
        if observed.configuration != desired.configuration {
            changes.append(
                FieldChange(field: "configuration", from: observed.configuration, to: desired.configuration))
        }
        changes += hands
        return .steps(returning + [
            Proposal(
                action: .run, verb: StepVerb.reload, changes: changes,
                reason: isOutdated
                    ? "its files changed since it loaded them"
                    : !hands.isEmpty
                    ? "somebody changed by hand what it does while it runs"
                    : loadsAnother ? "another configuration is loaded" : "a file it has loaded changes",
                // What never bore our configuration serves nobody of ours yet.
                effect: observed.configuration == nil ? .restores : .disturbs,
                follows: files, isConsequence: true, hasOwnReason: loadsAnother,
                bearsService: observed.hasVirtualAddress)
        ])
    }

    /// What a command on the admin socket changed that the configuration, which
    /// is the wanted one, says otherwise: loaded anew it is as it was.
    static func runtimeChanges(_ desired: HAProxySpecification, _ observed: HAProxyObservation) -> [FieldChange] {
        guard let runtime = observed.runtime, !desired.runtime.isEmpty,
            observed.configuration == desired.configuration
        else { return [] }
        return Set(runtime.keys).union(desired.runtime.keys).sorted().compactMap { name in
            runtime[name] == desired.runtime[name]
                ? nil : FieldChange(field: name, from: runtime[name], to: desired.runtime[name])
        }
    }

    private static func areCertificates(_ files: [ResourceAddress], on host: HostView) -> Bool {
        files.allSatisfy { file in
            host.changes.contains { change in
                change.address == file
                    && (change.specification as? FileSpecification)?.check == .haproxyCertificate
            }
        }
    }

    private static func renewal(after files: [ResourceAddress]) -> Proposal {
        Proposal(
            action: .run, verb: StepVerb.renew, reason: "the certificate it shows changes", follows: files,
            isConsequence: true, hasOwnReason: false)
    }

    /// The step that takes servers back which somebody took out of service; our
    /// configuration takes none out.
    private static func returns(_ observed: HAProxyObservation) -> [Proposal] {
        let out = observed.serversOutByHand
        guard !out.isEmpty else { return [] }
        return [
            Proposal(
                action: .run, verb: StepVerb.ready,
                changes: out.map { FieldChange(field: "server \($0)", from: observed.servers[$0], to: "ready") },
                reason: "taken out of service by hand: \(out.joined(separator: ", "))")
        ]
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
