public import BrokerModel
public import Execution

/// Carries out the steps of plans on real hosts, and on simulated ones.
public struct FleetPerformer: StepPerformer {
    private let hosts: FleetHosts

    public init(_ hosts: FleetHosts) {
        self.hosts = hosts
    }

    public func begin(_ plan: Plan) async -> [HostName: Failure] {
        await forEachHost(of: plan) { host, steps in
            try await HostPreparation(host: host).begin(steps)
        }
    }

    public func perform(
        _ step: Step, handover: @escaping @Sendable () async throws -> Void,
        progress: @escaping @Sendable (StepProgress) -> Void
    ) async throws -> StepOutput {
        guard !step.hosts.isEmpty, let kind = KindRegistry[step.resource.kind] else {
            throw Failure(
                .planUnsafe, attempted: step.verb, on: step.resource.description,
                response: "resources of this kind are not known",
                remedy: "make a new plan with this version of Isobar")
        }
        let members = try step.hosts.map { name throws(Failure) in try hosts.host(name) }
        for host in members where await !host.link.holdsLease {
            throw Failure(
                .locked, attempted: step.verb, on: step.resource.description,
                response: "the host is not prepared for changes", remedy: "make a new plan")
        }
        guard step.resource.host != nil, var host = members.first else {
            return try await kind.perform(step, onAll: members)
        }
        host.report = progress
        host.handover = handover
        return try await kind.perform(step, on: host)
    }

    public func health(of members: [ResourceAddress]) async -> [ResourceAddress: MemberHealth] {
        let groups = Dictionary(grouping: members) { HealthGroup(host: $0.host, kind: $0.kind) }
        return await withTaskGroup(of: [ResourceAddress: MemberHealth].self) { tasks in
            for (group, members) in groups {
                guard let name = group.host, let kind = KindRegistry[group.kind], let host = try? hosts.host(name)
                else { continue }
                // Whoever cannot be looked at is missing from the answer.
                tasks.addTask { (try? await kind.health(of: members, on: host)) ?? [:] }
            }
            return await tasks.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        }
    }

    /// Members that are looked at together.
    private struct HealthGroup: Hashable {
        var host: HostName?
        var kind: ResourceKind
    }

    public func end(_ plan: Plan, outcomes: [StepID: StepOutcome]) async -> [HostName: Failure] {
        await forEachHost(of: plan) { host, steps in
            try await HostPreparation(host: host).end(
                steps, deleted: steps.filter { $0.action == .delete && outcomes[$0.id]?.isSuccess == true },
                unmade: steps.filter { isUnmade(after: outcomes[$0.id], $0) })
        }
    }

    /// Whether a step was to make something where nothing was, and ended before
    /// anything was made. What stands there then is somebody else's and must
    /// not look like ours.
    private func isUnmade(after outcome: StepOutcome?, _ step: Step) -> Bool {
        guard step.action == .create, step.observation == nil else { return false }
        return switch outcome {
        case .skipped: true
        case .failed(let failure): Self.beforeAnyEffect.contains(failure.code)
        case .succeeded, nil: false
        }
    }

    /// Failures of a creation that found the place taken, or the host barred.
    private static let beforeAnyEffect: Set<FailureCode> = [
        .nameTaken, .planStale, .locked, .imageMissing, .validationRefused, .registryUnreachable,
    ]

    private func forEachHost(
        of plan: Plan, _ body: @escaping @Sendable (FleetHost, [Step]) async throws -> Void
    ) async -> [HostName: Failure] {
        let stepsByHost = plan.steps.reduce(into: [HostName: [Step]]()) { byHost, step in
            for host in step.hosts { byHost[host, default: []].append(step) }
        }
        return await withTaskGroup(of: (HostName, Failure)?.self) { group in
            for (name, steps) in stepsByHost {
                group.addTask {
                    do {
                        try await body(try hosts.host(name), steps)
                        return nil
                    } catch let failure as Failure {
                        return (name, failure)
                    } catch {
                        return (
                            name,
                            Failure(
                                .cancelled, attempted: "prepare the host", on: name.text,
                                response: "it was interrupted")
                        )
                    }
                }
            }
            return await group.reduce(into: [:]) { failures, outcome in
                if let outcome { failures[outcome.0] = outcome.1 }
            }
        }
    }
}

extension StepOutcome {
    fileprivate var isSuccess: Bool {
        if case .succeeded = self { true } else { false }
    }
}
