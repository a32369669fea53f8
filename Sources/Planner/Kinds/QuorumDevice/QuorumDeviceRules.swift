import BrokerModel

/// The third vote of the load balancers' cluster: made when it is asked for,
/// kept as it was made, taken away when nobody asks any more.
///
/// Taking the vote away or bringing it moves nothing: each of the two balancers
/// has a vote of its own, and together they always have enough.
enum QuorumDeviceRules: KindRules {
    /// Whether something is Isobar's depends on the host, and is in its view.
    static let ownership = Ownership.none

    static func difference(
        _ desired: QuorumDeviceSpecification, _ observed: QuorumDeviceObservation?, of resource: Resource,
        on host: HostView
    ) -> Difference {
        guard let quorum = ObservedQuorum(desired, observed, packages: host.madeElsewhere) else { return .none }
        if let obstacle = quorum.obstacle { return .obstacle(obstacle) }
        let steps = (desired.server == nil ? [] : making(quorum)) + removal(quorum)
        if !steps.isEmpty { return .steps(steps) }
        guard !quorum.unconnected.isEmpty else { return .none }
        return .obstacle(
            "\(list(quorum.unconnected)) does not reach the third vote on \(desired.server?.host.text ?? "its host"): "
                + "check the network between them (TCP 5403); as long as it is missing, one more failure "
                + "takes the address away")
    }

    static func title(of address: ResourceAddress) -> String { "the third vote" }

    static func drift(of resource: DriftedResource, _ observed: QuorumDeviceObservation?) -> DriftAccount? {
        switch resource.steps.first?.verb {
        case StepVerb.create: return DriftAccount(.missing, "is missing: the balancers do not know it")
        case StepVerb.start:
            return DriftAccount(.stopped, "is not safe: a daemon of it does not run, or not after a reboot")
        default: return commonDrift(of: resource)
        }
    }

    private static func making(_ quorum: ObservedQuorum) -> [Proposal] {
        let changes = quorum.changes
        if quorum.isToBeMade {
            return [
                Proposal(
                    action: .create, verb: StepVerb.create, changes: changes,
                    reason: "when the balancers do not see each other, it decides which of them goes on")
            ]
        }
        if !changes.isEmpty {
            return [
                Proposal(
                    action: .update, verb: StepVerb.configure, changes: changes,
                    reason: "what the balancers know of it is not as it is wanted")
            ]
        }
        guard !quorum.stopped.isEmpty else { return [] }
        return [
            Proposal(
                action: .run, verb: StepVerb.start,
                reason: "its daemon does not run, or not after a reboot, on " + list(quorum.stopped))
        ]
    }

    private static func removal(_ quorum: ObservedQuorum) -> [Proposal] {
        let hosts = quorum.leftOver
        guard !hosts.isEmpty else { return [] }
        return [
            Proposal(
                action: .delete, verb: StepVerb.remove,
                reason: "the desired state no longer has it, and it is still on " + list(hosts))
        ]
    }

    private static func list(_ hosts: [HostName]) -> String { hosts.map(\.text).joined(separator: " and ") }
}
