import BrokerModel
import Fleet
import Ledger
import Planner
import Secrets

extension Reconciler {
    /// What the ledger remembers of hosts, without touching one.
    ///
    /// - Throws: ``Failure`` with `notFound` when a host was never looked at.
    func recall(_ commits: [OpenedCommit], on names: [HostName], today: CalendarDate) async throws -> Recollection {
        var memory = try await memory(of: names, for: commits)
        let resources = try commits.map { try rendered($0, from: memory, today: today) }
        _ = try memory.recognise(Array(resources.joined()))
        let survey = Survey(resources: resources, observed: memory.observed(at: clock()))
        return Recollection(
            survey: survey, seenAt: memory.seenAt, notLookedFor: memory.notLookedFor(survey.asked.map(\.address)))
    }

    /// What is remembered of `names`, whatever may be secret closed.
    ///
    /// - Throws: ``Failure`` with `notFound` when one was never looked at.
    func memory(of names: [HostName], for commits: [OpenedCommit]) async throws -> HostMemory {
        try HostMemory(
            of: names, try await ledger.remembered(names), lastKnown: try await lastKnownNodes(of: commits),
            key: key.bytes)
    }

    /// What a commit wants where the hosts are as they are remembered. Where nodes run
    /// does not depend on what is secret.
    func rendered(_ commit: OpenedCommit, from memory: HostMemory, today: CalendarDate) throws -> [Resource] {
        let placement = try place(commit.desired, today, seen: memory.seen, lastKnown: memory.lastKnown)
        return try render(commit, today, placement)
    }

    /// What a plan of one commit needs, from what is remembered.
    func recalledLook(at commit: OpenedCommit, _ scope: PlanScope, today: CalendarDate) async throws -> Look {
        let names = commit.desired.hosts.map(\.name).filter { scope.hosts.isEmpty || scope.hosts.contains($0) }
        let recollection = try await recall([commit], on: names, today: today)
        return Look(
            resources: recollection.survey.resources.first ?? [], observed: recollection.survey.observed,
            rememberedFrom: recollection.seenAt, warnings: recollection.warnings(at: clock()))
    }
}

extension Recollection {
    /// What to be told before relying on it.
    ///
    /// - Parameter now: older than an hour by this time is worth a warning.
    func warnings(at now: Timestamp) -> [String] {
        Self.warnings(seenAt: seenAt, notLookedFor: notLookedFor, at: now)
    }

    static func warnings(
        seenAt: [HostName: Timestamp], notLookedFor: [ResourceAddress], at now: Timestamp
    ) -> [String] {
        let limit = now - .seconds(3600)
        let old = seenAt.filter { $0.value < limit }.keys.sorted()
        var warnings: [String] = []
        if !old.isEmpty {
            warnings.append(
                "\(Self.list(old.map(\.text))): last looked at more than an hour ago; look again with: isobar observe")
        }
        if !notLookedFor.isEmpty {
            warnings.append(
                "\(Self.list(notLookedFor.map(\.description))): not looked for yet, taken not to be there")
        }
        return warnings
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(3).joined(separator: ", ")
        return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
    }
}
