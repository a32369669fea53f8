import BrokerModel

/// The virtual address: the cluster of the two load balancers is made where
/// none is, given its settings, and freed from what hands did to it.
///
/// A cluster that does something for somebody else is never touched.
enum VirtualIPRules: KindRules {
    static let ownership = Ownership.exclusive

    static func difference(
        _ desired: VirtualIPSpecification, _ observed: VirtualIPObservation?, of resource: Resource, on host: HostView
    ) -> Difference {
        guard let cluster = ObservedCluster(desired, observed, packages: host.madeElsewhere) else { return .none }
        if let obstacle = cluster.obstacle { return .obstacle(obstacle) }
        return cluster.isToBeMade ? .steps(creation(of: cluster)) : mending(cluster)
    }

    /// Nobody loses anything where there is no cluster, or Debian's of one node.
    static func mayReplace(_ foreign: VirtualIPObservation, by desired: VirtualIPSpecification) -> Bool {
        ObservedCluster(desired, foreign, packages: [])?.isToBeMade ?? false
    }

    static var wayOut: String {
        "to keep it as it is, write `loadBalancer: external`; to let Isobar make it anew, "
            + "end it with `pcs cluster destroy --all` and plan again"
    }

    static func title(of address: ResourceAddress) -> String { "the virtual address" }

    private static func creation(of cluster: ObservedCluster) -> [Proposal] {
        var steps: [Proposal] = []
        if !cluster.toBeCleared.isEmpty {
            steps.append(
                Proposal(
                    action: .run, verb: StepVerb.clear,
                    reason: cluster.toBeCleared.map { "\($0) is in \($1), in which nothing runs" }
                        .joined(separator: "; ")))
        }
        steps += password(of: cluster)
        let desired = cluster.desired
        steps.append(
            Proposal(
                action: .create, verb: StepVerb.create,
                changes: [
                    FieldChange(field: "cluster", from: nil, to: VirtualIPSpecification.clusterName),
                    FieldChange(
                        field: "nodes", from: nil,
                        to: desired.balancers.map { "\($0.host) \($0.address)" }.joined(separator: ", ")),
                ],
                reason: "the two have to agree on who bears the address", effect: .restores))
        steps.append(
            Proposal(
                action: .update, verb: StepVerb.configure,
                changes: cluster.settingChanges + [cluster.preferenceChange].compactMap { $0 },
                reason: "the address goes where HAProxy works", effect: .restores))
        return steps
    }

    /// Passwords first, a stopped node back in, then settings; failed actions are
    /// forgotten last, when what caused them is put right.
    private static func mending(_ cluster: ObservedCluster) -> Difference {
        var steps = password(of: cluster)
        if let newcomer = cluster.newcomer {
            steps.append(
                Proposal(
                    action: .update, verb: StepVerb.admit, changes: [newcomer.change],
                    reason: "\(newcomer.host) is taken in anew, \(newcomer.keeper) serves meanwhile"))
        }
        if !cluster.stopped.isEmpty {
            steps.append(
                Proposal(
                    action: .run, verb: StepVerb.start,
                    reason: "the cluster does not run, or not after a reboot, on " + list(cluster.stopped),
                    effect: .restores))
        }
        var changes = cluster.settingChanges + cluster.interventionChanges
        if cluster.move == nil, let change = cluster.preferenceChange { changes.append(change) }
        if !changes.isEmpty {
            steps.append(
                Proposal(
                    action: .update, verb: StepVerb.configure, changes: changes,
                    reason: cluster.interventionChanges.isEmpty
                        ? "its settings are not as they are wanted" : "somebody changed by hand what the cluster does"))
        }
        if !cluster.failures.isEmpty {
            steps.append(
                Proposal(
                    action: .run, verb: StepVerb.cleanup,
                    reason: "actions failed: " + cluster.failures.joined(separator: "; ")))
        }
        if let move = cluster.move { steps.append(self.move(move.from, move.to, cluster)) }
        return steps.isEmpty ? .none : .steps(steps)
    }

    /// Last of all, when both balancers are as they shall be.
    private static func move(_ holder: String, _ preferred: HostName, _ cluster: ObservedCluster) -> Proposal {
        Proposal(
            action: .run, verb: StepVerb.move,
            changes: [FieldChange(field: "address on", from: holder, to: preferred.text)]
                + [cluster.preferenceChange].compactMap { $0 },
            reason: "\(preferred) is preferred now; clients connect again")
    }

    private static func password(of cluster: ObservedCluster) -> [Proposal] {
        let hosts = cluster.withOtherPassword
        guard !hosts.isEmpty else { return [] }
        return [
            Proposal(
                action: .run, verb: StepVerb.password,
                changes: [FieldChange(field: "password", from: nil, to: FieldChange.secretChanged)],
                reason: "the account of the cluster's daemons gets it on " + list(hosts))
        ]
    }

    private static func list(_ hosts: [HostName]) -> String { hosts.map(\.text).joined(separator: " and ") }
}
