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
            if found?.isOwned != true {
                report(.foreignResource, [index], "\(step.resource) is not Isobar's to remove")
            }
        case .update, .replace, .run:
            if found?.isOwned != true, !mayTakeOver(step, found) {
                report(.foreignResource, [index], "\(step.resource) is not Isobar's to change")
            }
        }
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
