import BrokerModel
import Fleet
import Ledger

extension Reconciler {
    /// Looks at hosts and renders what commits want there; once, for all that
    /// any of them depends on.
    ///
    /// What is wanted depends on where nodes run, and what is looked at depends
    /// on what is wanted. So the first look asks for the placement the ledger
    /// remembers; only where the hosts tell otherwise are they asked again.
    ///
    /// - Parameters:
    ///   - commits: the first decides how a resource that several want is
    ///     looked at; never empty.
    ///   - names: the hosts to look at; the others stay as unknown as hosts
    ///     that do not answer.
    func survey(
        _ commits: [OpenedCommit],
        on names: [HostName],
        today: CalendarDate,
        hosts: FleetHosts,
        report: @escaping @Sendable (HostName, Duration) -> Void = { _, _ in }
    ) async throws -> Survey {
        let known = try await lastKnownNodes(of: commits)
        let expected = try commits.map { try place($0.desired, today, running: known) }
        let resources = try zip(commits, expected).map { try render($0, today, $1) }
        var survey = Survey(
            resources: resources,
            observed: await FleetObserver(hosts).observe(
                names, wanted: Survey.union(resources), at: clock(), report: report))

        let found = try commits.map { commit in
            try place(commit.desired, today, seen: survey.observed.hosts, lastKnown: known)
        }
        guard found != expected else { return survey }

        let before = Self.addressesByHost(survey.asked)
        survey.resources = try zip(commits, found).map { try render($0, today, $1) }
        let after = Self.addressesByHost(survey.asked)
        let changed = survey.observed.hosts.keys.filter { before[$0.text] != after[$0.text] }
        let again = await FleetObserver(hosts).observe(
            changed, wanted: survey.asked, at: survey.observed.observedAt, report: report)
        for host in changed { survey.observed.hosts[host] = nil }
        survey.observed.hosts.merge(again.hosts) { _, new in new }
        survey.observed.unreachable.merge(again.unreachable) { _, new in new }
        return survey
    }

    /// The nodes on each antiloop host when it was last seen.
    func lastKnownNodes(of commits: [OpenedCommit]) async throws -> [HostName: Set<CentreID>] {
        var known: [HostName: Set<CentreID>] = [:]
        for host in Set(commits.flatMap { $0.desired.hosts(.antiloop).map(\.name) }) {
            known[host] = Self.nodes(among: try await ledger.lastKnownResources(on: host))
        }
        return known
    }

    private static func addressesByHost(_ resources: [Resource]) -> [String: Set<ResourceAddress>] {
        Dictionary(grouping: resources.map(\.address), by: \.scope).mapValues(Set.init)
    }
}
