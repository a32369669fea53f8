public import BrokerModel
import Fleet

/// What happens on the engines of the hosts. It holds connections and nothing of
/// the plan they were made for.
public struct EngineWatch: Sendable {
    let hosts: FleetHosts

    /// Tells whenever something happens to a container of the broker on a host,
    /// until the engine ends that.
    ///
    /// - Throws: ``Failure`` when it cannot be followed, or the connection breaks.
    public func follow(_ host: HostName, _ happened: @Sendable () -> Void) async throws {
        try await hosts.followEvents(on: host, happened)
    }
}
