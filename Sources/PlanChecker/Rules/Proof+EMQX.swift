import BrokerModel

extension Proof {
    /// Nobody is let in before it is decided who may; users of others stay as they
    /// are; and no member is started in an older release than its data.
    mutating func checkEMQX() {
        let ofEMQX = steps.indices.filter { Self.doorKinds.contains(steps[$0].resource.kind) }
        for index in ofEMQX { checkOwnerOfDoor(index) }
        let farewells = ofEMQX.filter(removesPublisher)
        let door = ofEMQX.filter { !farewells.contains($0) }
        for index in farewells { checkFarewell(index, after: door) }
        // A step that only waits for a member finds the door shut.
        let isSet = door.contains {
            steps[$0].resource == EMQXClusterSpecification.resource && steps[$0].verb != StepVerb.mend
        }
        for index in steps.indices {
            checkRelease(index)
            guard letsClientsIn(index) ? isSet : takesOutMember(index) else { continue }
            for earlier in door {
                demand(
                    earlier, before: index, .openDoor, "clients can come in before it is decided who may")
            }
        }
    }

    private static let doorKinds: Set<ResourceKind> = [EMQXClusterSpecification.kind, EMQXUserSpecification.kind]

    /// One that did not answer served nobody.
    private func takesOutMember(_ index: Int) -> Bool {
        member(of: index)?.name == "emqx" && isDisturbing(index) && !isSilent(steps[index].resource.host)
    }

    /// Whether what bears the name of a member is none: nobody told it its name in
    /// the cluster, and it does not answer.
    func isStranger(_ found: (any ResourceObservation)?, on host: HostName?) -> Bool {
        guard let container = found as? ContainerObservation else { return false }
        return container.environment["EMQX_NODE_NAME"] == nil && isSilent(host)
    }

    /// Whether EMQX was asked on the host, and did not answer.
    private func isSilent(_ host: HostName?) -> Bool {
        let cluster = input.observed.shared?.resources[EMQXClusterSpecification.resource]?.observation
        guard let host, let view = (cluster as? EMQXObservation)?.views[host] else { return false }
        return !view.isAnswering
    }

    private func removesPublisher(_ index: Int) -> Bool {
        steps[index].action == .delete && (observed(index)?.observation as? EMQXUserObservation)?.isPublisher == true
    }

    /// An antiloop that is not made anew yet has no other user to publish as.
    private mutating func checkFarewell(_ index: Int, after door: [Int]) {
        for earlier in door {
            demand(earlier, before: index, .useOrder, "antiloops have no other user to publish as yet")
        }
        for earlier in steps.indices where member(of: earlier)?.isNode == true {
            demand(earlier, before: index, .useOrder, "the antiloop publishes as this user")
        }
    }

    private func letsClientsIn(_ index: Int) -> Bool {
        let step = steps[index]
        if step.resource.kind == VirtualIPSpecification.kind { return true }
        return step.resource.kind == HAProxySpecification.kind
            && (step.verb == StepVerb.start || step.verb == StepVerb.reload)
    }

    private mutating func checkOwnerOfDoor(_ index: Int) {
        let step = steps[index]
        guard let found = observed(index) else {
            if step.action == .delete { report(.foreignResource, [index], "there is nothing to remove") }
            return
        }
        if !found.isOwned { report(.foreignResource, [index], "\(step.resource) is not Isobar's") }
        if step.action == .delete, step.resource.kind == EMQXClusterSpecification.kind {
            report(.foreignResource, [index], "the cluster is never removed")
        }
    }

    /// By what the tags of images tell, as far as they do.
    private mutating func checkRelease(_ index: Int) {
        guard member(of: index)?.name == "emqx", steps[index].resource.name == "emqx",
            let wanted = steps[index].specification as? ContainerSpecification,
            let found = observed(index)?.observation as? ContainerObservation,
            input.observed.shared?.resources[EMQXClusterSpecification.resource] != nil,
            let new = wanted.image.tag.flatMap(ReleaseNumber.init),
            let old = ImageReference(found.image)?.tag.flatMap(ReleaseNumber.init), new.isOlder(than: old)
        else { return }
        report(.olderRelease, [index], "its data is of EMQX \(old), it would be started as \(new)")
    }
}
