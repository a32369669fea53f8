internal import BrokerModel
internal import Execution

/// One step on the Redis cluster: look at all members, say what is left to say,
/// until nothing is or the time is over.
///
/// The nodes tell each other what they were told, which takes them a second or
/// two; what one refuses meanwhile is said again after the next look.
struct RedisConversation {
    let step: Step
    let wanted: RedisClusterSpecification
    let hosts: [FleetHost]

    /// Between two looks.
    private static let interval = Duration.milliseconds(500)

    /// Makes the cluster, only out of nodes that hold nothing; or finds that they
    /// are the one they were before.
    func create() async throws {
        // What a silent node holds is not known.
        try await untilTime { cluster, _ in cluster.silent.first.map { "Redis on \($0) does not answer" } }
        let cluster = try await look()
        guard cluster.isBare || cluster.holdsNothing || cluster.isOne else {
            throw RedisOperator().stale(step, "there is a Redis cluster already, or data of one")
        }
        try await mend()
    }

    /// Says what is left to say until every member is well.
    func mend() async throws {
        var said: [RedisRepair: Duration] = [:]
        try await untilTime { cluster, elapsed in
            if let obstacle = cluster.obstacle { throw failure(obstacle) }
            let repairs = cluster.repairs
            if repairs.isEmpty { return cluster.complaint }
            var refusal: String?
            for repair in repairs where elapsed - (said[repair] ?? .seconds(-3600)) >= repair.command.patience {
                if let words = try await say(repair.command, on: repair.host) {
                    refusal = words
                } else {
                    said[repair] = elapsed
                }
            }
            let open = repairs.map { "\($0.subject) is \($0.from)" }.joined(separator: ", ")
            return refusal.map { "\(open) (\($0))" } ?? open
        }
    }

    /// Has a replica take over from the member the step names, if that is a
    /// master, and waits until the cluster is well again: so it can be stopped
    /// without anybody waiting for an election.
    func handOver() async throws {
        var saidAt: Duration?
        try await untilTime { cluster, elapsed in
            guard let name = HostName(step.resource.name), let view = cluster.view(of: name), let own = view.own,
                view.isServing
            else { return cluster.complaint }
            // Before, nobody else may be out; after, the old master is not yet well.
            if saidAt == nil, let complaint = cluster.complaint { return complaint }
            guard let heir = cluster.replica(of: own.id) else { return "\(name) has no replica that has all its keys" }
            let handOver = RedisCommand.failover(.agreed)
            if elapsed - (saidAt ?? .seconds(-3600)) >= handOver.patience {
                if let refusal = try await say(handOver, on: heir) { return refusal }
                saidAt = elapsed
            }
            return "\(heir) has not yet taken over from \(name)"
        }
    }

    // MARK: -

    /// - Parameter body: what to do after a look; gives what is still missing.
    private func untilTime(
        _ body: (RedisCluster, _ elapsed: Duration) async throws -> String?
    ) async throws {
        guard let first = hosts.first else { return }
        let stopwatch = Stopwatch(first.link.clock)
        while true {
            let missing = try await body(try await look(), stopwatch.elapsed)
            guard let missing else { return }
            guard stopwatch.elapsed < first.settings.redisDeadline else { throw failure(missing) }
            try await first.link.clock.sleep(for: Self.interval)
        }
    }

    /// All members, at the same time.
    private func look() async throws -> RedisCluster {
        let views = try await withThrowingTaskGroup(of: (HostName, RedisView).self) { tasks in
            for host in hosts {
                tasks.addTask {
                    let answer = try await host.link.run(LookVerb(asksRedis: true), timeout: .seconds(20))
                    return (host.name, try Self.view(in: answer, of: host.name))
                }
            }
            return try await tasks.reduce(into: [HostName: RedisView]()) { $0[$1.0] = $1.1 }
        }
        guard let cluster = RedisCluster(wanted, RedisObservation(views: views)) else {
            throw failure("not all members could be looked at")
        }
        return cluster
    }

    static func view(in answer: HelperAnswer, of host: HostName) throws -> RedisView {
        guard let report = answer.redis else { return .silent }
        do {
            return try RedisView(report)
        } catch {
            throw Failure(
                .commandFailed, attempted: "read the state of the Redis cluster", on: host.text,
                response: error.explanation, remedy: "see what answers on port 6379 there")
        }
    }

    /// - Returns: why it was refused, by Redis itself; nil when it was not.
    private func say(_ command: RedisCommand, on name: HostName) async throws -> String? {
        guard let host = hosts.first(where: { $0.name == name }) else { return nil }
        let verb = RedisVerb(command: command)
        let result = try await host.link.run([verb]).results.first
        guard let result, result.outcome == .failed else {
            try host.link.check(result, of: verb)
            return nil
        }
        return "\(name): \(result.message)"
    }

    private func failure(_ response: String) -> Failure {
        Failure(
            .commandFailed, attempted: "\(step.verb) the Redis cluster", on: step.resource.description,
            response: response,
            remedy: "see that every member runs (`docker logs redis`) and that 6379 and 16379 are open between them; "
                + "what was done stays, the next plan goes on from there")
    }
}
