internal import BrokerModel
internal import Execution

/// The virtual address: pacemaker and corosync on both load balancers.
struct VirtualIPOperator: KindOperator {
    var kind: ResourceKind { VirtualIPSpecification.kind }

    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion) {
        guard let specification = wanted.lazy.compactMap({ $0.specification as? VirtualIPSpecification }).first else {
            return
        }
        question.look.clusterAddress = specification.address
    }

    func observed(in findings: HostFindings) throws -> [ObservedResource] {
        guard let report = findings.answer.cluster else { return [] }
        let view: ClusterView
        do {
            view = try ClusterView(report, bearsAddress: findings.answer.bearsClusterAddress)
        } catch {
            throw Failure(
                .commandFailed, attempted: "read the state of the cluster", on: findings.host.text,
                response: error.explanation, remedy: "see what `crm_mon -1` and `cibadmin -Q` say there")
        }
        let password = report.passwordStamp.isEmpty ? [:] : [
            findings.host: ConfidentialText(Secret(report.passwordStamp))
        ]
        return [
            ObservedResource(
                address: ResourceAddress(findings.host, kind, ResourceAddress.partName),
                observation: VirtualIPObservation(views: [findings.host: view], passwords: password),
                isOwned: findings.owns(VirtualIPSpecification.resource) || Self.isNobodys(view))
        ]
    }

    /// The daemons of the members talk to each other: what concerns the cluster
    /// as a whole is done once, on the first.
    func perform(_ step: Step, onAll hosts: [FleetHost]) async throws -> StepOutput {
        let wanted: VirtualIPSpecification = try specification(of: step)
        guard let first = hosts.first else { throw unknownVerb(step) }
        switch step.verb {
        case StepVerb.clear: try await clear(hosts)
        case StepVerb.password: try await run(.password(wanted.password), on: hosts)
        case StepVerb.create: try await run(.create(wanted.balancers, password: wanted.password), on: [first])
        case StepVerb.admit: try await admit(step, wanted, hosts)
        case StepVerb.start: try await run(.start, on: hosts)
        case StepVerb.configure: try await configure(step, wanted, hosts)
        case StepVerb.move:
            guard let preferred = wanted.preferred else { throw unknownVerb(step) }
            try await run(.move(to: preferred), on: [first])
        case StepVerb.cleanup: try await run(.cleanup, on: [first])
        default: throw unknownVerb(step)
        }
        return StepOutput()
    }

    /// Nothing is in these clusters, so nobody waits for one after the other.
    private func clear(_ hosts: [FleetHost]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for host in hosts { group.addTask { try await run(.clear, on: [host]) } }
            try await group.waitForAll()
        }
    }

    /// The one that is taken in leaves what it is in first, once the other one has
    /// said that it can do everything alone.
    private func admit(_ step: Step, _ wanted: VirtualIPSpecification, _ hosts: [FleetHost]) async throws {
        let changed = Set(step.changes.map(\.field))
        let newcomers = wanted.balancers.filter { changed.contains(VirtualIPSpecification.addressField(of: $0.host)) }
        guard newcomers.count == 1, let newcomer = newcomers.first,
            let keeper = hosts.first(where: { $0.name != newcomer.host }),
            let host = hosts.first(where: { $0.name == newcomer.host })
        else { throw unknownVerb(step) }
        try await run(.stand, on: [keeper])
        try await run(.leave, on: [host])
        try await run(.admit(newcomer, password: wanted.password), on: [keeper])
    }

    /// The address could be one that we, or the balancers on their way to us, need:
    /// every balancer keeps a way back, and the cluster takes it when one of them is
    /// not reached by us any more.
    private func configure(_ step: Step, _ wanted: VirtualIPSpecification, _ hosts: [FleetHost]) async throws {
        let action = ClusterVerb.Action.configure(
            address: wanted.address, interface: wanted.interface, policy: wanted.quorumPolicy,
            preference: preference(step, wanted))
        try await onTrial(.virtualAddress(wanted.address, interface: wanted.interface), hosts[...]) {
            try await run(action, on: Array(hosts.prefix(1)))
        }
    }

    private func onTrial(
        _ subject: TrialSubject, _ hosts: ArraySlice<FleetHost>, _ change: @escaping @Sendable () async throws -> Void
    ) async throws {
        guard let host = hosts.first else { return try await change() }
        try await host.link.onTrial(subject) { try await onTrial(subject, hosts.dropFirst(), change) }
    }

    /// A host in no cluster, or in Debian's with nothing in it, is like one that
    /// Isobar made: there is nothing of anybody's.
    private static func isNobodys(_ view: ClusterView) -> Bool {
        view.clusterName == nil || (view.clusterName == "debian" && view.resources.isEmpty)
    }

    /// A preference that is new where the address is elsewhere has a step of its
    /// own, which records it; until then it stays as it is.
    private func preference(_ step: Step, _ wanted: VirtualIPSpecification) -> ClusterVerb.Preference {
        guard step.changes.contains(where: { $0.field == VirtualIPSpecification.preference }) else { return .keep }
        return wanted.preferred.map { .on($0) } ?? .none
    }

    /// One after the other: never both balancers at the same time.
    private func run(_ action: ClusterVerb.Action, on hosts: [FleetHost]) async throws {
        for host in hosts {
            // pcs waits for every daemon it starts; making a cluster takes 40 s.
            try await host.link.run(ClusterVerb(action: action), timeout: .seconds(300))
        }
    }
}
