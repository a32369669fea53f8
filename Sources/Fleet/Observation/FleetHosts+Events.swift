public import BrokerModel
internal import DockerEngine

extension FleetHosts {
    /// What may be drift when it happens to a container of the broker. Health
    /// checks are left out: a look would see nothing else than the one before.
    private static let telling = ["start", "die", "destroy", "rename", "pause", "unpause", "update", "oom"]

    /// Tells whenever something happens to a container of the broker on a host,
    /// over the connection that is there anyhow.
    ///
    /// Only a hint: what happened is for the next look to find. Ends when the
    /// engine ends the stream, as it does when it is restarted, and when a run
    /// takes the host's lease, which ends all older streams to the engine.
    ///
    /// - Throws: ``Failure`` when the stream cannot be opened, or breaks.
    public func followEvents(on host: HostName, _ happened: @Sendable () -> Void) async throws {
        let engine = try await self.host(host).link.engine()
        let filter = EventFilter(
            kinds: ["container"], actions: Self.telling, labels: ["\(OwnershipLabels.broker)=\(settings.broker)"])
        try await engine.withEvents(filter) { events in
            for try await _ in events { happened() }
        }
    }
}
