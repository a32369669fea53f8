import BrokerModel
import Fleet
import Ledger
import Planner
import Secrets

extension Reconciler {
    /// What the ledger remembers of hosts, without touching one.
    ///
    /// A host whose last look failed is unreachable here too: what was seen of
    /// it before may no longer be so.
    ///
    /// - Throws: ``Failure`` with `notFound` when a host was never looked at:
    ///   unknown is not empty.
    func recall(_ commits: [OpenedCommit], on names: [HostName], today: CalendarDate) async throws -> Recollection {
        let remembered = try await ledger.remembered(names)
        let never = names.filter { remembered[$0].map { $0.seenAt == nil && $0.failure == nil } ?? true }
        if !never.isEmpty { throw neverSeen(never) }

        let known = try await lastKnownNodes(of: commits)
        let seen = try hosts(remembered)
        let resources = try commits.map { commit in
            let placement = try place(commit.desired, today, seen: seen, lastKnown: known)
            return try render(commit, today, placement)
        }
        let seal = ObservationSeal(
            key: key.bytes, recognising: resources.joined().flatMap(\.specification.recognisable))
        var recollection = Recollection(
            survey: Survey(resources: resources, observed: ObservedState(observedAt: clock())), seenAt: [:], notLookedFor: [])
        let wanted = Dictionary(grouping: recollection.survey.asked.map(\.address), by: \.host)
        for name in names {
            guard let host = remembered[name] else { continue }
            if let failure = host.failure {
                recollection.survey.observed.unreachable[name] = Self.failure(failure, of: name)
                continue
            }
            guard let seenAt = host.seenAt, let look = host.opened(by: seal) else { throw neverSeen([name]) }
            recollection.seenAt[name] = seenAt
            recollection.survey.observed.hosts[name] = look.host
            recollection.notLookedFor += (wanted[name] ?? []).filter {
                look.host.resources[$0] == nil && !look.absent.contains($0)
            }
        }
        if let oldest = recollection.seenAt.values.min() { recollection.survey.observed.observedAt = oldest }
        return recollection
    }

    /// What a plan of one commit needs, from what is remembered.
    func recalledLook(at commit: OpenedCommit, _ scope: PlanScope, today: CalendarDate) async throws -> Look {
        let names = commit.desired.hosts.map(\.name).filter { scope.hosts.isEmpty || scope.hosts.contains($0) }
        let recollection = try await recall([commit], on: names, today: today)
        return Look(
            resources: recollection.survey.resources.first ?? [], observed: recollection.survey.observed,
            rememberedFrom: recollection.seenAt, warnings: recollection.warnings(at: clock()))
    }

    /// The hosts of which the last look did not fail. What may be secret stays
    /// closed: where nodes run does not depend on it.
    private func hosts(_ remembered: [HostName: RememberedHost]) throws -> [HostName: ObservedHost] {
        let seal = ObservationSeal(key: key.bytes)
        return try remembered.filter { $0.value.failure == nil }.mapValues { host in
            guard let look = host.opened(by: seal) else { throw neverSeen([host.host]) }
            return look.host
        }
    }

    private func neverSeen(_ hosts: [HostName]) -> Failure {
        Failure(
            .notFound, attempted: "take the last observation",
            on: hosts.map(\.text).joined(separator: ", "), response: "never looked at, so nothing is known of it",
            remedy: "look first: isobar observe; or leave out --cached")
    }

    private static func failure(_ last: (at: Timestamp, code: FailureCode, text: String), of host: HostName) -> Failure {
        let text = last.text.split(separator: "\n").first ?? "no reason was recorded"
        return Failure(
            last.code, attempted: "look at the host, at \(last.at)", on: host.text, response: String(text),
            remedy: "look again: isobar observe --host \(host)")
    }
}

extension Recollection {
    /// What to be told before relying on it.
    ///
    /// - Parameter now: older than an hour by this time is worth a warning.
    func warnings(at now: Timestamp) -> [String] {
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
