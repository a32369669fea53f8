import DockerEngine
import SimulatedFleet

/// Follows the engine of a host with the product's own client, as a service
/// does: events make it look sooner, and what it knows comes from looks alone.
actor Follower {
    /// How often it looks whatever it hears.
    static let period = Duration.seconds(60)

    private let engine: DockerClient
    private let clock: VirtualClock

    /// The state of each container by name, when it last looked.
    private(set) var seen: [String: String] = [:]

    init(_ host: String, _ world: SimulatedWorld, _ clock: VirtualClock) {
        // Nobody else's end is its own.
        let life = ControllerLife(number: 0)
        self.clock = clock
        engine = DockerClient(host: host, clock: clock) { try await world.stream(toEngineOf: host, by: life) }
    }

    /// Goes on until it is cancelled.
    func run() async {
        await withTaskGroup { group in
            group.addTask { await self.listen() }
            group.addTask { await self.poll() }
        }
        await engine.close()
    }

    private func listen() async {
        while !Task.isCancelled {
            try? await engine.withEvents(.containers()) { events in
                await look()
                for try await _ in events { await look() }
            }
            try? await clock.sleep(for: .seconds(5))
        }
    }

    private func poll() async {
        while !Task.isCancelled {
            try? await clock.sleep(for: Self.period)
            await look()
        }
    }

    private func look() async {
        guard let containers = try? await engine.containers(all: true) else { return }
        seen = containers.reduce(into: [:]) { seen, container in
            for name in container.names { seen[name] = container.status.rawValue }
        }
    }
}
