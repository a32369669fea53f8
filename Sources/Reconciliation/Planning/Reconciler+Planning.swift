import Blueprint
import BrokerModel
import Certificates
import Execution
import Fleet
import GitRepository
import Ledger
import PlanChecker
import Planner
import Secrets

extension Reconciler {
    /// Reads the commit, looks at the hosts and plans what would make them
    /// equal. Changes nothing, neither on the hosts nor in the repository.
    ///
    /// - Parameter earlier: a plan whose connections are used on, so that the
    ///   hosts are not connected to anew, and what was read of the commit, if it is
    ///   the same. It is not needed any more: if the hosts are others now its
    ///   connections are ended.
    /// - Throws: ``DesiredStateInvalid``, or a ``Failure``. Hosts that cannot
    ///   be reached are no failure: they stand in the plan.
    public func prepare(
        _ request: PlanRequest,
        reusing earlier: PreparedPlan? = nil,
        report: @escaping @Sendable (PreparationEvent) -> Void = { _ in }
    ) async throws -> PreparedPlan {
        let today = try source.today()
        let fetched = request.fetches ? try await fetch(report) : nil
        let loaded = try await source.load(request.revision, pinned: request.pinned, today: today, reusing: earlier)
        report(.reading(loaded.commit.id))
        try request.check(loaded)
        var prepared = try await prepare(loaded, request, today: today, reusing: earlier, report: report)
        if case .rewritten(let from, let to)? = fetched, request.revision == nil {
            prepared.plan.warnings.append(
                "the branch was rewritten: commit \(from.abbreviated), which was applied last, is not part of "
                    + "\(to.abbreviated)")
        }
        return prepared
    }

    private func fetch(_ report: @Sendable (PreparationEvent) -> Void) async throws -> FetchOutcome {
        report(.fetching(configuration.repository.url))
        return try await source.update(since: try await ledger.lastAppliedCommit().flatMap { CommitID($0) })
    }

    private func prepare(
        _ loaded: LoadedCommit,
        _ request: PlanRequest,
        today: CalendarDate,
        reusing earlier: PreparedPlan?,
        report: @escaping @Sendable (PreparationEvent) -> Void
    ) async throws -> PreparedPlan {
        let desired = loaded.desired
        try check(request.scope, against: desired)
        let commit = try await opened(loaded)
        let hosts = await fleet(of: desired, reusing: earlier)
        do {
            let look = try await look(at: commit, request, today: today, hosts: hosts, report: report)
            report(.planning(resources: look.resources.count))
            let (limits, limitsWarning) = try await limits(for: loaded, today: today)
            var plan = await plan(
                PlanningInput(
                    resources: look.resources, observed: look.observed, hosts: desired.hosts,
                    broker: desired.broker.centreID, commit: loaded.commit.id.text, limits: limits,
                    lastApplied: try await ledger.lastApplied(), key: key.bytes, scope: request.scope),
                asking: request.isCached ? nil : hosts)
            let review = CertificateReview(of: desired, secrets: commit.secrets, at: clock())
            try review.check(plan.steps)
            plan.warnings += (loaded.warnings + review.warnings(about: plan.steps)).map(Self.line)
            plan.warnings += limitsWarning + look.warnings + commit.images.warnings
            if plan.deletions > min(configuration.policy.maxDeletes, limits.maxDeletes) {
                plan.warnings.append(
                    "it deletes \(plan.deletions) nodes and hosts, more than allowed: apply needs "
                        + "--allow-deletes \(plan.deletions)")
            }
            try check(request.scope, against: look.observed, desired)
            let prepared = PreparedPlan(
                plan: plan, loaded: loaded, scope: request.scope, resources: look.resources, observed: look.observed,
                limits: limits, today: today, rememberedFrom: look.rememberedFrom, certificates: review.certificates,
                hosts: hosts, redaction: Redaction(of: commit.secrets.values))
            try check(prepared)
            return prepared
        } catch {
            // Who brings what was seen has another use for the connections.
            if request.seen == nil { await hosts.close() }
            throw error
        }
    }

    private func look(
        at commit: OpenedCommit, _ request: PlanRequest, today: CalendarDate, hosts: FleetHosts,
        report: @escaping @Sendable (PreparationEvent) -> Void
    ) async throws -> Look {
        if request.isCached { return try await recalledLook(at: commit, request.scope, today: today) }
        if let seen = request.seen { return try await look(at: commit, seen, today: today) }
        return try await recordedLook(at: commit, today: today, hosts: hosts, report: report)
    }

    /// Looks at all hosts and records what was seen.
    private func recordedLook(
        at commit: OpenedCommit, today: CalendarDate, hosts: FleetHosts,
        report: @escaping @Sendable (PreparationEvent) -> Void
    ) async throws -> Look {
        let names = commit.desired.hosts.map(\.name)
        report(.observing(hosts: names.count))
        let survey = try await survey([commit], on: names, today: today, hosts: hosts)
        try await ledger.record(survey.observed, asked: survey.asked.map(\.address), key: key.bytes)
        return Look(resources: survey.asked, observed: survey.observed)
    }

    /// The limits of the last applied commit, so that no commit raises its
    /// own. Where that commit is gone or can no longer be read, the stricter of
    /// the standard and the commit's own, and a warning.
    func limits(for loaded: LoadedCommit, today: CalendarDate) async throws -> (RolloutLimits, [String]) {
        let own = loaded.desired.broker.rollout
        guard let commit = try await ledger.lastAppliedCommit(), commit != loaded.commit.id.text else { return (own, []) }
        if let applied = try? await source.load(commit, today: today) { return (applied.desired.broker.rollout, []) }
        return (
            own.stricter(than: RolloutLimits()),
            ["the limits of commit \(commit.prefix(10)), which was applied last, cannot be read: the standard ones hold"]
        )
    }

    /// - Throws: ``Failure`` with `usage` when the scope names what does not
    ///   exist.
    func check(_ scope: PlanScope, against desired: DesiredState) throws {
        let hosts = Set(desired.hosts.map(\.name))
        if let unknown = scope.hosts.sorted().first(where: { !hosts.contains($0) }) {
            throw Failure(
                .usage, attempted: "narrow the plan", on: "--host \(unknown)", response: "hosts.yaml lists no such host",
                remedy: "hosts: " + hosts.sorted().map(\.text).joined(separator: ", "))
        }
    }

    /// - Throws: ``Failure`` with `usage` when a node of the scope neither is
    ///   in git nor runs anywhere; one that only runs is being removed.
    func check(_ scope: PlanScope, against observed: ObservedState, _ desired: DesiredState) throws {
        var known = Set(desired.nodes.map(\.centreID))
        for host in observed.hosts.values {
            known.formUnion(host.manifest.resources.lazy.compactMap(\.instanceOf))
        }
        // On a host that cannot be seen it may still run.
        guard observed.unreachable.isEmpty,
            let unknown = scope.nodes.sorted().first(where: { !known.contains($0) })
        else { return }
        throw Failure(
            .usage, attempted: "narrow the plan", on: "--node \(unknown)",
            response: "no file nodes/\(unknown).yaml in this commit, and nothing of it on the hosts",
            remedy: "the nodes are the files in nodes/")
    }

    /// A diagnostic as a warning of the plan, which says itself that it is one.
    static func line(_ diagnostic: Diagnostic) -> String {
        "\(diagnostic.position): \(diagnostic.message)"
    }

    /// An independent proof that no order of execution breaks a promise.
    func check(_ prepared: PreparedPlan) throws {
        let violations = PlanCheck.check(
            prepared.plan,
            against: PlanCheckInput(
                hosts: prepared.loaded.desired.hosts, observed: prepared.observed, limits: prepared.limits,
                replicas: prepared.loaded.desired.broker.antiloop.replicas,
                wantedNodes: Set(prepared.loaded.desired.activeNodes(today: prepared.today).map(\.centreID)),
                managesBalancers: prepared.loaded.desired.broker.loadBalancer.settings != nil))
        guard violations.isEmpty else {
            throw Failure(
                .planUnsafe, attempted: "prove the plan safe", on: "plan \(prepared.plan.digest)",
                response: violations.map(\.description).joined(separator: "\n"),
                remedy: "this is a defect of Isobar: nothing was changed; please report it with this text")
        }
    }

    private func fleet(of desired: DesiredState, reusing earlier: PreparedPlan?) async -> FleetHosts {
        guard let earlier else { return fleet(of: desired) }
        if Self.ways(to: earlier.loaded.desired) == Self.ways(to: desired) { return earlier.hosts }
        await earlier.close()
        return fleet(of: desired)
    }

    /// What the way to the hosts depends on: where none of it changes, connections go on.
    struct Ways: Equatable {
        var hosts: [Host]
        var broker: CentreID
        var home: AbsolutePath
        var virtualAddress: String?
    }

    static func ways(to desired: DesiredState) -> Ways {
        Ways(
            hosts: desired.hosts, broker: desired.broker.centreID, home: desired.broker.containerUser.home,
            virtualAddress: desired.broker.loadBalancer.settings?.virtualAddress)
    }

    /// The way to the hosts of a desired state.
    func fleet(of desired: DesiredState) -> FleetHosts {
        var settings = FleetSettings(
            broker: desired.broker.centreID, home: desired.broker.containerUser.home,
            virtualAddress: desired.broker.loadBalancer.settings?.virtualAddress, holder: holder)
        settings.images = images
        settings.pushesAtOnce = configuration.images.hostsAtOnce
        return FleetHosts(
            desired.hosts, settings: settings, clock: surroundings.timer, deadlines: surroundings.deadlines,
            transport: transport)
    }
}
