import BrokerModel
import Fleet
import GitRepository
import Ledger
import Planner
import Previews
import Secrets

/// The two plans of a preview.
extension Reconciler {
    // MARK: - Of a look

    /// - Throws: ``PreviewEnded`` where the change cannot be placed or rendered.
    ///   Nothing was asked of a host until then.
    func looked(
        _ proposed: ProposedCommit, _ base: PreviewBase, report: @escaping @Sendable (PreparationEvent) -> Void
    ) async throws -> PlannedSides {
        try Self.blamingChange {
            _ = try render(
                proposed.commit, base.today, try place(proposed.commit.desired, base.today, running: [:]))
        }
        let hosts = fleet(of: base.desired)
        return try await closing(hosts) {
            let names = base.desired.hosts.map(\.name)
            report(.observing(hosts: names.count))
            let survey = try await survey([base.commit, proposed.commit], on: names, today: base.today, hosts: hosts)
            // What only a change that is not merged wants is not recorded as looked for.
            try await ledger.record(survey.observed, asked: survey.resources[0].map(\.address), key: key.bytes)
            report(.planning(resources: survey.asked.count))
            let side = await side(of: base, survey.resources[0], survey.observed, asking: hosts)
            let compared = Self.knownTexts(of: survey.resources[0], in: survey.observed)
            return PlannedSides(
                base: side,
                merged: await merged(proposed, into: base, survey.resources[1], compared, asking: hosts))
        }
    }

    // MARK: - Of what is remembered

    /// - Throws: ``Failure`` with `notFound` when a host was never looked at.
    func remembered(_ base: PreviewBase) async throws -> RememberedBase {
        var memory = try await memory(of: base.desired.hosts.map(\.name), for: [base.commit])
        let resources = try rendered(base.commit, from: memory, today: base.today)
        _ = try memory.recognise(resources)
        let observed = memory.observed(at: clock())
        let wanted = resources.map(\.address)
        return RememberedBase(
            memory: memory, side: await side(of: base, resources, observed, asking: nil), observed: observed,
            compared: Self.knownTexts(of: resources, in: observed), wanted: Set(wanted),
            warnings: Recollection.warnings(
                seenAt: memory.seenAt, notLookedFor: memory.notLookedFor(wanted), at: clock()))
    }

    /// - Throws: ``PreviewEnded`` where the change cannot be placed or rendered.
    func recalled(
        _ proposed: ProposedCommit, _ base: PreviewBase, _ remembered: RememberedBase
    ) async throws -> PlannedSides {
        var known = remembered
        if proposed.commit.desired.hosts(.antiloop).contains(where: { known.memory.lastKnown[$0.name] == nil }) {
            known.memory.lastKnown = try await lastKnownNodes(of: [base.commit, proposed.commit])
        }
        let resources = try Self.blamingChange {
            try rendered(proposed.commit, from: known.memory, today: base.today)
        }
        if try known.memory.recognise(resources) {
            // Something on a host is as the change wants it, and not as base does.
            known.observed = known.memory.observed(at: clock())
            known.compared = Self.knownTexts(of: known.side.resources, in: known.observed)
            known.side = await side(of: base, known.side.resources, known.observed, asking: nil)
        }
        var warnings = known.warnings
        // Nobody had a reason to look for what only the change wants.
        if !known.memory.notLookedFor(resources.lazy.map(\.address).filter { !known.wanted.contains($0) }).isEmpty {
            warnings.append("what the change brings was not looked for on the hosts yet: it is taken not to be there")
        }
        var merged = await merged(proposed, into: base, resources, known.compared, asking: nil)
        merged.plan.warnings += warnings
        return PlannedSides(base: known.side, merged: merged)
    }

    // MARK: - Both

    private static func blamingChange<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let failure as Failure {
            throw PreviewEnded(outcome: .failed(failure))
        }
    }

    private func side(
        of base: PreviewBase, _ resources: [Resource], _ observed: ObservedState, asking hosts: FleetHosts?
    ) async -> ProposedState {
        var plan = await plan(input(base, base.commit, resources, observed), asking: hosts)
        plan.warnings += base.commit.loaded.warnings.map(Self.line)
        return ProposedState(desired: base.desired, resources: resources, plan: plan)
    }

    private func merged(
        _ proposed: ProposedCommit, into base: PreviewBase, _ resources: [Resource], _ compared: ObservedState,
        asking hosts: FleetHosts?
    ) async -> ProposedState {
        let desired = proposed.commit.desired
        var observed = compared
        // A host the change lets go is not looked at any more, once it is merged.
        let kept = Set(desired.hosts.map(\.name))
        observed.hosts = observed.hosts.filter { kept.contains($0.key) }
        observed.unreachable = observed.unreachable.filter { kept.contains($0.key) }
        var plan = await plan(input(base, proposed.commit, resources, observed), asking: hosts)
        plan.warnings += proposed.commit.loaded.warnings.map(Self.line)
        return ProposedState(desired: desired, resources: resources, plan: plan)
    }

    private func input(
        _ base: PreviewBase, _ commit: OpenedCommit, _ resources: [Resource], _ observed: ObservedState
    ) -> PlanningInput {
        PlanningInput(
            resources: resources, observed: observed, hosts: commit.desired.hosts,
            broker: base.desired.broker.centreID, commit: commit.loaded.commit.id.text, limits: base.limits,
            lastApplied: base.lastApplied, key: key.bytes)
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
