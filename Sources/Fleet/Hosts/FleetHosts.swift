public import BrokerModel
internal import DockerEngine

/// The hosts of a broker and the ways to them. Nothing is connected before it
/// is needed; connections are kept until ``close()``.
public struct FleetHosts: Sendable {
    let settings: FleetSettings
    let deadlines: any Clock<Duration>
    private let hosts: [HostName: FleetHost]

    /// - Parameters:
    ///   - transport: makes the way to a host when it is first needed.
    ///   - clock: measures pauses.
    ///   - deadlines: measures how long hosts may take to answer; nil means as
    ///     pauses are measured.
    public init(
        _ hosts: [Host],
        settings: FleetSettings,
        clock: any Clock<Duration> = ContinuousClock(),
        deadlines: (any Clock<Duration>)? = nil,
        transport: @escaping TransportFactory
    ) {
        self.settings = settings
        self.deadlines = deadlines ?? clock
        let pushes = FairSemaphore(max(1, settings.pushesAtOnce))
        self.hosts = Dictionary(
            hosts.map { host in
                let link = HostLink(host, settings, clock: clock, deadlines: deadlines, transport: transport)
                return (host.name, FleetHost(link, pushes: pushes))
            },
            uniquingKeysWith: { first, _ in first })
    }

    /// Ends all connections. Using a host connects again.
    public func close() async {
        await withTaskGroup(of: Void.self) { group in
            for host in hosts.values { group.addTask { await host.link.close() } }
        }
    }

    /// What reaches each host, of those where that is known: connections that
    /// were ended have forgotten it.
    public func implementationsInUse() async -> [HostName: HostAccess.Transport] {
        var known: [HostName: HostAccess.Transport] = [:]
        for (name, host) in hosts { known[name] = await host.link.implementationInUse }
        return known
    }

    /// - Throws: when the host is not one of these.
    func host(_ name: HostName) throws(Failure) -> FleetHost {
        guard let host = hosts[name] else {
            throw Failure(
                .hostUnreachable, attempted: "reach the host", on: name.text, response: "hosts.yaml does not list it",
                remedy: "make a new plan")
        }
        return host
    }
}
