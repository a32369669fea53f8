import BrokerModel

/// The Redis cluster: made where none is, out of nodes that hold nothing; made
/// whole where somebody is missing, too many, or without a copy.
///
/// Who is a master is decided at run time: a fail-over is no difference. What
/// holds data is never made anew.
enum RedisRules: KindRules {
    static let ownership = Ownership.exclusive

    static func difference(
        _ desired: RedisClusterSpecification, _ observed: RedisObservation?, of resource: Resource, on host: HostView
    ) -> Difference {
        guard let cluster = RedisCluster(desired, observed) else { return .none }
        // What a silent node holds is not known. One whose container is made or
        // started by the plan will tell; of another nothing can be said.
        let coming = cluster.silent.filter { isComing($0, on: host) }
        guard coming.count == cluster.silent.count else { return .none }
        if let obstacle = cluster.obstacle { return .obstacle(obstacle) }
        if cluster.isBare { return .steps([creation(desired, after: coming)]) }
        let changes =
            coming.map { FieldChange(field: $0.text, from: "not answering", to: "in the cluster") }
            + changes(of: cluster.repairs)
        guard !changes.isEmpty else { return .none }
        return .steps([
            Proposal(
                action: .run, verb: StepVerb.mend, changes: changes, reason: "the cluster is not whole",
                effect: .restores, follows: coming.map(RedisClusterSpecification.container))
        ])
    }

    static var wayOut: String {
        "to use one that somebody else looks after, write `redis: {external: [\"host:6379\"]}` in broker.yaml"
    }

    static func title(of address: ResourceAddress) -> String { "the Redis cluster" }

    static func drift(of resource: DriftedResource, _ observed: RedisObservation?) -> DriftAccount? {
        // Of the cluster as a whole, not of what each host tells of it.
        guard resource.address == RedisClusterSpecification.resource else { return nil }
        guard let verb = resource.steps.first?.verb else {
            let silent = (observed?.views ?? [:]).filter { !$0.value.isAnswering }.keys.sorted().map(\.text)
            return silent.isEmpty
                ? nil : DriftAccount(.notServing, "gets no answer from \(silent.joined(separator: " and "))")
        }
        if verb == StepVerb.create { return DriftAccount(.missing, "is missing: no node knows another") }
        guard verb == StepVerb.mend else { return nil }
        let parts = resource.changes.map { "\($0.field) is \($0.from ?? "not there")" }
        return DriftAccount(.notServing, "is not whole: \(parts.joined(separator: ", "))")
    }

    private static func creation(_ desired: RedisClusterSpecification, after coming: [HostName]) -> Proposal {
        let masters = desired.hosts.prefix(RedisClusterSpecification.masters)
        let replicas = desired.hosts.dropFirst(RedisClusterSpecification.masters)
        return Proposal(
            action: .create, verb: StepVerb.create,
            changes: [
                FieldChange(field: "masters", from: nil, to: masters.map(\.text).joined(separator: ", ")),
                FieldChange(field: "replicas", from: nil, to: replicas.map(\.text).joined(separator: ", ")),
            ],
            reason: "no node holds anything or knows another", effect: .restores,
            follows: coming.map(RedisClusterSpecification.container))
    }

    /// Whether the plan makes or starts the container there.
    private static func isComing(_ name: HostName, on host: HostView) -> Bool {
        host.madeElsewhere.contains(RedisClusterSpecification.container(on: name))
    }

    /// What several nodes are told is one change.
    private static func changes(of repairs: [RedisRepair]) -> [FieldChange] {
        var changes: [FieldChange] = []
        for repair in repairs {
            let change = FieldChange(field: repair.subject, from: repair.from, to: repair.to)
            if !changes.contains(change) { changes.append(change) }
        }
        return changes
    }
}
