import BrokerModel

enum DirectoryRules: KindRules {
    static let ownership = Ownership.shared

    static func difference(
        _ desired: DirectorySpecification, _ observed: DirectoryObservation?, of resource: Resource, on host: HostView
    ) -> Difference {
        guard let observed else {
            return .steps([
                Proposal(
                    action: .create, verb: StepVerb.put, changes: desired.ownership.changes(from: nil),
                    follows: host.directory(of: desired.path))
            ])
        }
        guard observed.isDirectory else { return .obstacle("something that is no directory stands there") }
        let changes = desired.ownership.changes(from: observed.ownership)
        return changes.isEmpty ? .none : .steps([Proposal(action: .update, verb: StepVerb.put, changes: changes)])
    }

    /// Whatever lies in the directory goes first.
    static func removal(
        of observed: DirectoryObservation, at address: ResourceAddress, on host: HostView
    ) -> Proposal? {
        Proposal(action: .delete, verb: StepVerb.remove, follows: host.removedIn["/" + address.name] ?? [])
    }
}
