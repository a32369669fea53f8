import BrokerModel
import Fleet
import GitRepository
import Ledger
import Planner
import Secrets
import Synchronization

extension Reconciler {
    /// Looks at the hosts and records what was seen, so that plans, drift and
    /// history know it.
    ///
    /// All that the head of the branch or the last applied commit wants is
    /// looked for.
    public func observe(
        _ request: ObserveRequest,
        report: @escaping @Sendable (PreparationEvent) -> Void = { _ in }
    ) async throws -> ObserveResult {
        report(.fetching(configuration.repository.url))
        let today = try source.today()
        let appliedID = try await ledger.lastAppliedCommit()
        _ = try await source.update()
        let head = try await opened(try await source.load(nil, today: today))
        report(.reading(head.loaded.commit.id))
        try check(PlanScope(hosts: request.hosts), against: head.desired)
        var commits = [head]
        // A commit that can no longer be read wants nothing.
        if let appliedID, appliedID != head.loaded.commit.id.text,
            let applied = try? await opened(source.load(appliedID, today: today))
        {
            commits.append(applied)
        }

        let listed = head.desired.hosts.map(\.name)
        let names = request.hosts.isEmpty ? listed : listed.filter(request.hosts.contains)
        report(.observing(hosts: names.count))
        let stopwatch = Stopwatch(hosts: names.count, report: report)
        let hosts = fleet(of: head.desired)
        let (survey, transports) = try await closing(hosts) {
            let survey = try await self.survey(
                commits, on: names, today: today, hosts: hosts, report: stopwatch.stop)
            return (survey, await hosts.implementationsInUse())
        }
        let changes = try await ledger.record(survey.observed, asked: survey.asked.map(\.address), key: key.bytes)
        var entries: [ObserveDocument.Host] = []
        for name in names {
            var entry = ObserveDocument.Host(
                name, changes[name], failure: survey.observed.unreachable[name], took: stopwatch.duration(of: name))
            entry.transport = transports[name]?.rawValue
            if !entry.reached { entry.lastSeen = try await ledger.lastSeen(name)?.description }
            entries.append(entry)
        }
        return ObserveResult(
            document: ObserveDocument(
                formatVersion: 1, broker: head.desired.broker.centreID.text,
                observedAt: survey.observed.observedAt.description, hosts: entries),
            unreachable: survey.observed.unreachable)
    }

    /// Ends the connections to `hosts` when the work is done or has failed.
    func closing<Value>(_ hosts: FleetHosts, _ work: () async throws -> Value) async throws -> Value {
        do {
            let value = try await work()
            await hosts.close()
            return value
        } catch {
            await hosts.close()
            throw error
        }
    }
}

/// Keeps how long each look took, and tells how many are done.
private final class Stopwatch: Sendable {
    private let durations = Mutex<[HostName: Duration]>([:])
    private let hosts: Int
    private let report: @Sendable (PreparationEvent) -> Void

    init(hosts: Int, report: @escaping @Sendable (PreparationEvent) -> Void) {
        self.hosts = hosts
        self.report = report
    }

    var stop: @Sendable (HostName, Duration) -> Void {
        { [self] host, duration in
            let done = durations.withLock { durations in
                durations[host, default: .zero] += duration
                return durations.count
            }
            report(.observed(host, done: done, of: hosts))
        }
    }

    func duration(of host: HostName) -> Duration { durations.withLock { $0[host] } ?? .zero }
}

extension ObserveDocument.Host {
    fileprivate init(_ name: HostName, _ changes: LookChanges?, failure: Failure?, took: Duration) {
        let milliseconds = took / Duration.milliseconds(1)
        self.init(
            name: name.text, reached: failure == nil, transport: nil, seconds: milliseconds.rounded() / 1000,
            code: failure?.code.name, message: failure?.description, lastSeen: nil, resources: changes?.resources ?? 0,
            isFirst: changes?.isFirst ?? false, appeared: changes?.appeared.map(\.description) ?? [],
            changed: changes?.changed.map(\.description) ?? [], gone: changes?.gone.map(\.description) ?? [])
    }
}
