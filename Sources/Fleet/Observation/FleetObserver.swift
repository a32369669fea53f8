public import BrokerModel

/// Looks at hosts, all of them at the same time.
public struct FleetObserver: Sendable {
    private let hosts: FleetHosts

    public init(_ hosts: FleetHosts) {
        self.hosts = hosts
    }

    /// Looks at everything on `names` that a plan for `wanted` depends on.
    ///
    /// Nothing is installed on a host by looking at it. A host of which not
    /// all could be seen is in ``ObservedState/unreachable`` with the reason:
    /// a partial look is never taken for a whole one.
    ///
    /// - Parameter report: gets each host when its look has ended, and how long
    ///   it took.
    public func observe(
        _ names: some Sequence<HostName>, wanted: [Resource], at observedAt: Timestamp,
        report: @escaping @Sendable (HostName, Duration) -> Void = { _, _ in }
    ) async -> ObservedState {
        let byHost = wanted.reduce(into: [HostName: [Resource]]()) { byHost, resource in
            for host in resource.hosts { byHost[host, default: []].append(resource) }
        }
        return await withTaskGroup(of: (HostName, Result<ObservedHost, Failure>).self) { group in
            for name in Set(names) {
                group.addTask { await timed(name, wanted: byHost[name] ?? [], report) }
            }
            return await group.reduce(into: ObservedState(observedAt: observedAt)) { state, outcome in
                switch outcome.1 {
                case .success(let host): state.hosts[outcome.0] = host
                case .failure(let failure): state.unreachable[outcome.0] = failure
                }
            }
        }
    }

    private func timed(
        _ name: HostName, wanted: [Resource], _ report: @Sendable (HostName, Duration) -> Void
    ) async -> (HostName, Result<ObservedHost, Failure>) {
        let clock = ContinuousClock()
        let begun = clock.now
        let outcome = await look(at: name, wanted: wanted)
        report(name, begun.duration(to: clock.now))
        return (name, outcome)
    }

    private func look(at name: HostName, wanted: [Resource]) async -> Result<ObservedHost, Failure> {
        let limit = hosts.settings.observationDeadline
        let late = Failure(
            .deadlineExceeded, attempted: "look at the host", on: name.text, response: "no answer within \(limit)",
            remedy: "check the host's load, its container engine and the network")
        do {
            let observer = HostObserver(host: try hosts.host(name))
            return .success(
                try await Deadline(limit: limit, clock: hosts.deadlines).run(orElse: late) {
                    try await observer.observe(wanted)
                })
        } catch let failure as Failure {
            return .failure(failure)
        } catch {
            return .failure(
                Failure(.cancelled, attempted: "look at the host", on: name.text, response: "it was interrupted"))
        }
    }
}
