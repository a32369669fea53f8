import BrokerModel
import Certificates
import Fleet
import GitRepository
import Ledger
import Planner
public import Previews
import Secrets

extension Reconciler {
    /// What merging a change would do to the running broker, beside what is
    /// pending or has drifted without it.
    ///
    /// Changes nothing; what it told is recorded, as often as it is another than
    /// before. Only the hosts of base are contacted, at base's addresses and under
    /// base's keys, whatever the change says.
    ///
    /// - Throws: ``DesiredStateInvalid`` or a ``Failure`` where base cannot be
    ///   planned. What is wrong with the change itself is an outcome.
    public func preview(
        _ request: PreviewRequest,
        report: @escaping @Sendable (PreparationEvent) -> Void = { _ in }
    ) async throws -> Preview {
        if request.fetches {
            report(.fetching(configuration.repository.url))
            _ = try await source.update(since: try await ledger.lastAppliedCommit().flatMap { CommitID($0) })
        }
        let head = try await source.resolve(request.head)
        let today = try source.today()
        let base = try await opened(try await source.load(request.base, today: today))
        report(.reading(head))
        let preview = Preview(
            base: base.loaded.commit.id, head: head, broker: base.desired.broker.centreID,
            outcome: try await outcome(of: head, on: base, request, today: today, report: report))
        // What goes by an export has no ledger of its own.
        if surroundings.exportedAt == nil {
            try await ledger.note(
                news: "preview", "commit/\(head)", by: request.actor, outcome: preview.word,
                detail: "onto \(preview.base): \(preview.summary)")
        }
        return preview
    }

    private func outcome(
        of head: CommitID, on base: OpenedCommit, _ request: PreviewRequest, today: CalendarDate,
        report: @escaping @Sendable (PreparationEvent) -> Void
    ) async throws -> Preview.Outcome {
        do {
            let mayBeOpened = surroundings.exportedAt == nil && !request.isFork
            let isTrusted = try await source.isHeldByBranch(head) && mayBeOpened
            let proposed = try await proposal(head, into: base, isTrusted: isTrusted, today: today)
            try checkPlaceable(proposed, today: today)
            let hosts = fleet(of: base.desired)
            let change = try await closing(hosts) {
                try await planned(proposed, on: base, request, today: today, hosts: hosts, report: report)
            }
            return .planned(change)
        } catch let ended as PreviewEnded {
            return ended.outcome
        }
    }

    /// - Throws: ``PreviewEnded`` where the change cannot be placed or rendered.
    ///   Nothing was asked of a host until then.
    private func checkPlaceable(_ proposed: ProposedCommit, today: CalendarDate) throws {
        do {
            _ = try render(proposed.commit, today, try place(proposed.commit.desired, today, running: [:]))
        } catch let failure as Failure {
            throw PreviewEnded(outcome: .failed(failure))
        }
    }

    private func planned(
        _ proposed: ProposedCommit, on base: OpenedCommit, _ request: PreviewRequest, today: CalendarDate,
        hosts: FleetHosts, report: @escaping @Sendable (PreparationEvent) -> Void
    ) async throws -> PlannedChange {
        let (survey, warnings) = try await surveyed(
            proposed, base, isCached: request.isCached, today: today, hosts: hosts, report: report)
        report(.planning(resources: survey.asked.count))
        let limits = try await limits(for: base.loaded, today: today).0
        var input = PlanningInput(
            resources: survey.resources[0], observed: survey.observed, hosts: base.desired.hosts,
            broker: base.desired.broker.centreID, commit: base.loaded.commit.id.text, limits: limits,
            lastApplied: try await ledger.lastApplied(), key: key.bytes)
        let asked = request.isCached ? nil : hosts
        var basePlan = await plan(input, asking: asked)
        basePlan.warnings += base.loaded.warnings.map(Self.line)

        let desired = proposed.commit.desired
        input.resources = survey.resources[1]
        input.hosts = desired.hosts
        input.observed = Self.knownTexts(of: survey.resources[0], in: survey.observed)
        // A host the change lets go is not looked at any more, once it is merged.
        let kept = Set(desired.hosts.map(\.name))
        input.observed.hosts = input.observed.hosts.filter { kept.contains($0.key) }
        input.observed.unreachable = input.observed.unreachable.filter { kept.contains($0.key) }
        input.commit = proposed.commit.loaded.commit.id.text
        var mergedPlan = await plan(input, asking: asked)
        mergedPlan.warnings += proposed.commit.loaded.warnings.map(Self.line) + warnings
        return PlannedChange(
            PreviewInput(
                base: ProposedState(desired: base.desired, resources: survey.resources[0], plan: basePlan),
                merged: ProposedState(desired: desired, resources: survey.resources[1], plan: mergedPlan),
                today: today, key: key.bytes, closedSecrets: proposed.closed.sorted(),
                unseenHosts: Self.unseen(desired, base: base.desired),
                certificates: certificates(of: proposed, base: base),
                isSigned: try await isSigned(proposed.commit.loaded.commit.id),
                deleteLimit: min(configuration.policy.maxDeletes, limits.maxDeletes),
                policies: try configuration.previews.loaded(), exported: exportedLook))
    }

    private var exportedLook: ExportedLook? {
        surroundings.exportedAt.map { ExportedLook(at: $0, age: clock() - $0) }
    }

    /// One look at base's hosts, or what is remembered of them, for both sides.
    private func surveyed(
        _ proposed: ProposedCommit, _ base: OpenedCommit, isCached: Bool, today: CalendarDate, hosts: FleetHosts,
        report: @escaping @Sendable (PreparationEvent) -> Void
    ) async throws -> (Survey, warnings: [String]) {
        let names = base.desired.hosts.map(\.name)
        let commits = [base, proposed.commit]
        if isCached {
            var recollection = try await recall(commits, on: names, today: today)
            // Nobody had a reason to look for what only the change wants.
            let wanted = Set(recollection.survey.resources[0].map(\.address))
            let known = recollection.notLookedFor.filter(wanted.contains)
            let isAllLookedFor = known.count == recollection.notLookedFor.count
            recollection.notLookedFor = known
            let new = "what the change brings was not looked for on the hosts yet: it is taken not to be there"
            return (recollection.survey, recollection.warnings(at: clock()) + (isAllLookedFor ? [] : [new]))
        }
        report(.observing(hosts: names.count))
        let survey = try await survey(commits, on: names, today: today, hosts: hosts)
        // What only a change that is not merged wants is not recorded as looked for.
        try await ledger.record(survey.observed, asked: survey.resources[0].map(\.address), key: key.bytes)
        return (survey, [])
    }

    /// What is wrong with the certificates of the change and not with those of
    /// base; nil where one of them is closed.
    private func certificates(of proposed: ProposedCommit, base: OpenedCommit) -> [Diagnostic]? {
        let desired = proposed.commit.desired
        guard surroundings.exportedAt == nil else { return nil }
        guard desired.broker.certificateSecrets.isDisjoint(with: proposed.closed) else { return nil }
        let now = clock()
        let known = CertificateReview(of: base.desired, secrets: base.secrets, at: now).diagnostics.map(\.message)
        return CertificateReview(of: desired, secrets: proposed.openSecrets, at: now).diagnostics
            .filter { !known.contains($0.message) }
    }

    /// Hosts that are new, or that the change reaches in another way.
    private static func unseen(_ merged: DesiredState, base: DesiredState) -> [HostName] {
        let before = Dictionary(base.hosts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        return merged.hosts.filter { host in
            guard let old = before[host.name] else { return true }
            return old.address != host.address || old.hostKey != host.hostKey || old.access != host.access
        }.map(\.name).sorted()
    }

    /// With the texts of files that are as base wants them: a look tells the text
    /// only of files that differ from what they are held against.
    private static func knownTexts(of resources: [Resource], in observed: ObservedState) -> ObservedState {
        var observed = observed
        for resource in resources {
            guard let host = resource.address.host, let file = resource.specification as? FileSpecification,
                !file.contents.isConfidential, observed.hosts[host]?.texts[file.path] == nil,
                let found = observed.hosts[host]?.resources[resource.address]?.observation as? FileObservation,
                !found.isConfidential, found.digest == file.text.digest
            else { continue }
            observed.hosts[host]?.texts[file.path] = file.contents.withRevealed { $0 }
        }
        return observed
    }
}
