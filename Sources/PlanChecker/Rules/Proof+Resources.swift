import BrokerModel

extension Proof {
    /// Only known hosts are touched, only what is Isobar's is changed, only
    /// what is missing is created.
    mutating func checkResources() {
        for index in steps.indices {
            let step = steps[index]
            guard let host = step.resource.host else { continue }
            guard input.observed.hosts[host] != nil, input.observed.unreachable[host] == nil, roles[host.text] != nil
            else {
                report(.unknownHost, [index], "nothing is known of \(host)")
                continue
            }
            checkOwner(of: index)
        }
    }

    /// Processes and the helper belong to nobody; images and networks are
    /// shared, and created only.
    private mutating func checkOwner(of index: Int) {
        let step = steps[index]
        let found = observed(index)
        guard Self.ownedKinds.contains(step.resource.kind) else { return }
        switch step.action {
        case .create:
            if found != nil { report(.existingResource, [index], "\(step.resource) is there already") }
        case .delete:
            if found?.isOwned != true, !isOfRenamed(index) {
                report(.foreignResource, [index], "\(step.resource) is not Isobar's to remove")
            }
        case .update, .replace, .run:
            if found?.isOwned != true, !mayTakeOver(step, found), !isOfRenamed(index) {
                report(.foreignResource, [index], "\(step.resource) is not Isobar's to change")
            }
        }
    }

    /// Whether the step finds again what was created under its name and bears
    /// another one now: it gives it that name back, or comes after that.
    private func isOfRenamed(_ index: Int) -> Bool {
        let address = steps[index].resource
        guard observed(address) == nil, renamed(address) != nil,
            let naming = stepsByResource[address]?.first(where: { steps[$0].verb == StepVerb.rename })
        else { return false }
        return naming == index || graph.precedes(naming, index)
    }

    private static let ownedKinds: Set<ResourceKind> = [
        DirectorySpecification.kind, FileSpecification.kind, ContainerSpecification.kind, NetworkSpecification.kind,
        ImageSpecification.kind,
    ]

    /// A file as its Debian package installed it, which the desired state
    /// replaces.
    private func mayTakeOver(_ step: Step, _ found: ObservedResource?) -> Bool {
        guard step.action == .update, let wanted = step.specification as? FileSpecification,
            let there = found?.observation as? FileObservation
        else { return false }
        return wanted.replacesPackageDefault && there.isPackageDefault
    }
}
