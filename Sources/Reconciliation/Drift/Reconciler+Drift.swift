import BrokerModel
import Fleet
import GitRepository
import Ledger
import Planner
import Secrets

extension Reconciler {
    /// Finds what moved on the hosts since the last apply, and what moved in
    /// git: three states, told apart.
    ///
    /// The hosts are looked at once. Drift is what the last applied commit
    /// wants otherwise than found; pending is what the head of the branch
    /// wants otherwise than last applied.
    ///
    /// - Throws: ``DesiredStateInvalid`` or a ``Failure``. Hosts that cannot be
    ///   reached are no failure: they stand in the result.
    public func drift(
        _ request: DriftRequest,
        report: @escaping @Sendable (PreparationEvent) -> Void = { _ in }
    ) async throws -> DriftResult {
        report(.fetching(configuration.repository.url))
        let today = try source.today()
        let appliedID = try await ledger.lastAppliedCommit().flatMap { CommitID($0) }
        _ = try await source.update(since: appliedID)
        let head = try await opened(try await source.load(nil, today: today))
        report(.reading(head.loaded.commit.id))
        try check(request.scope, against: head.desired)
        let (applied, warning) = try await lastApplied(appliedID, head: head, today: today)

        let commits = [head] + (applied.map { [$0] } ?? [])
        let seen = try await see(commits, request, today: today, report: report)
        try check(request.scope, against: seen.survey.observed, head.desired)
        report(.planning(resources: seen.survey.asked.count))
        var plans: [Plan] = []
        for (commit, resources) in zip(commits, seen.survey.resources) {
            plans.append(try await plan(commit, resources, seen.survey.observed, request.scope.hosts, today: today))
        }
        let findings = appliedID == nil ? [] : Self.findings(plans, observed: seen.survey.observed)
        let headPlan = plans[0]
        var document = DriftDocument(
            headPlan, of: head.loaded, appliedCommit: appliedID?.text, scope: request.scope, findings: findings)
        document.warnings = seen.warnings + warning + head.images.warnings
        document.remembered = seen.seenAt.map(PlanDocument.remembered)
        return DriftResult(document: document, unreachable: headPlan.unreachable)
    }

    /// Looks, or remembers.
    private func see(
        _ commits: [OpenedCommit], _ request: DriftRequest, today: CalendarDate,
        report: @escaping @Sendable (PreparationEvent) -> Void
    ) async throws -> (survey: Survey, seenAt: [HostName: Timestamp]?, warnings: [String]) {
        let listed = commits[0].desired.hosts.map(\.name)
        let names = request.scope.hosts.isEmpty ? listed : listed.filter(request.scope.hosts.contains)
        if request.isCached {
            let recollection = try await recall(commits, on: names, today: today)
            return (recollection.survey, recollection.seenAt, recollection.warnings(at: clock()))
        }
        report(.observing(hosts: names.count))
        let hosts = fleet(of: commits[0].desired)
        let survey = try await closing(hosts) {
            try await self.survey(commits, on: names, today: today, hosts: hosts)
        }
        try await ledger.record(survey.observed, asked: survey.asked.map(\.address), key: key.bytes)
        return (survey, nil, [])
    }

    /// The last applied commit, unless it is the head; nil, with a warning,
    /// when it can no longer be read.
    private func lastApplied(
        _ id: CommitID?, head: OpenedCommit, today: CalendarDate
    ) async throws -> (OpenedCommit?, [String]) {
        guard let id, id != head.loaded.commit.id else { return (nil, []) }
        do {
            return (try await opened(try await source.load(id.text, today: today)), [])
        } catch {
            return (
                nil,
                [
                    "commit \(id.abbreviated), which was applied last, cannot be read any more: what git changed since "
                        + "is compared by what was recorded, and drift on it is not seen"
                ]
            )
        }
    }

    private func plan(
        _ commit: OpenedCommit, _ resources: [Resource], _ observed: ObservedState, _ hosts: Set<HostName>,
        today: CalendarDate
    ) async throws -> Plan {
        Planning.plan(
            PlanningInput(
                resources: resources, observed: observed, hosts: commit.desired.hosts,
                broker: commit.desired.broker.centreID, commit: commit.loaded.commit.id.text,
                limits: try await limits(for: commit.loaded, today: today).0,
                lastApplied: try await ledger.lastApplied(), key: key.bytes, scope: PlanScope(hosts: hosts)))
    }

    /// - Parameter plans: of the head and, where it is another, of the last
    ///   applied commit.
    private static func findings(_ plans: [Plan], observed: ObservedState) -> [DriftFinding] {
        guard let applied = plans.last else { return [] }
        var findings = DriftReport(applied, observed: observed).findings
        if plans.count > 1 {
            // What a later commit brought in a narrowed apply, and has moved since.
            let found = Set(findings.map(\.resource)).union(applied.steps.lazy.filter { $0.cause == .drift }.map(\.resource))
            let drifted = Set(plans[0].steps.lazy.filter { $0.cause == .drift }.map(\.resource)).subtracting(found)
            findings += DriftReport(plans[0], observed: observed).findings.filter { drifted.contains($0.resource) }
            findings.sort { $0.resource < $1.resource }
        }
        return findings
    }
}
