import DockerEngine
import SimulatedFleet
import Testing

/// The events of a simulated engine, through the product's own client.
@Suite("Events of a simulated engine")
struct SimulatedEventTests {
    private static let host = "waloop01"
    private static let image = "lab/antiloop:1.0.0"

    private let world: SimulatedWorld
    private let client: DockerClient

    init() {
        var host = SimulatedHost(name: Self.host)
        host.images[Self.image] = SimulatedImage(Self.image)
        world = SimulatedWorld(
            [host], registry: SimulatedRegistry(), timer: FleetTimer(AcceleratedClock(factor: 100)),
            pace: SeededGenerator(seed: 1),
            haste: SimulatedWorld.Haste(exchange: 1...2, stop: 1...2, warmUp: 1...2))
        client = DockerClient(host: Self.host) { [world] in
            try await world.stream(toEngineOf: Self.host, by: ControllerLife(number: 1))
        }
    }

    @Test func theLifeOfAContainerIsTold() async throws {
        let seen = try await client.withEvents(EventFilter(kinds: ["container"])) { events in
            try await live("x")
            return try await collect(events, until: "destroy")
        }
        #expect(
            seen.map(\.action) == [
                "create", "start", "rename", "kill", "die", "stop", "start", "update", "kill", "die", "destroy",
            ])
        #expect(seen[2].attributes["oldName"] == "/x" && seen[2].attributes["name"] == "y")
        #expect(seen[4].attributes["exitCode"] == "143")
        #expect(seen.allSatisfy { $0.kind == "container" && $0.attributes["image"] == Self.image })
        #expect(seen.map(\.time) == seen.map(\.time).sorted())
    }

    @Test(arguments: [
        (EventFilter(kinds: ["image"]), []), (EventFilter(actions: ["rename", "die"]), ["rename", "die", "die"]),
        (EventFilter(kinds: ["container"], actions: ["start"], labels: ["a"]), ["start", "start"]),
        (EventFilter(actions: ["start"], labels: ["a=1"]), ["start", "start"]),
        (EventFilter(actions: ["start"], labels: ["a=1", "b"]), []),
    ])
    func filters(filter: EventFilter, expected: [String]) async throws {
        let seen = try await client.withEvents(filter) { events in
            try await live("x")
            // The engine's end is the end of the sequence.
            await world.edit { hosts, _, now in hosts[Self.host]?.restartEngine(at: now) }
            return try await collect(events, until: nil)
        }
        #expect(seen.map(\.action) == expected)
    }

    @Test func whatPeopleDoIsTold() async throws {
        let seen = try await client.withEvents(.containers()) { events in
            await world.edit { hosts, _, now in hosts[Self.host]?.addForeignContainer("theirs", at: now) }
            return try await collect(events, until: "start")
        }
        #expect(seen.map(\.action) == ["create", "start"])
        #expect(seen.allSatisfy { $0.attributes["name"] == "theirs" })
    }

    @Test func eventsGoAstray() async throws {
        await world.set(mishaps: Astray(mishaps: [.missed, nil, .repeated, .late(.seconds(1)), nil, .cut]))
        var seen: [EngineEvent] = []
        let failure = await #expect(throws: (any Error).self) {
            try await client.withEvents(EventFilter(kinds: ["container"])) { events in
                try await live("x")
                for try await event in events { seen.append(event) }
            }
        }
        #expect(failure.map { "\($0)" }?.contains("connection") == true)
        // Creating is missed, renaming comes twice, the signal would come later, and stopping is cut off.
        #expect(seen.map(\.action).prefix(4) == ["start", "rename", "rename", "die"])
        #expect(!seen.map(\.action).contains("stop"))
    }

    /// Goes through them once, then nothing goes wrong.
    private struct Astray: MishapSource {
        var mishaps: [EventMishap?]

        mutating func meanwhile(_ host: String, hosts: inout [String: SimulatedHost], now: Duration) {}
        mutating func next(_ occasion: Occasion) -> Mishap? { nil }
        mutating func next(eventOn host: String) -> EventMishap? { mishaps.isEmpty ? nil : mishaps.removeFirst() }
    }

    private func live(_ name: String) async throws {
        var configuration = ContainerConfiguration(image: Self.image)
        configuration.labels = ["a": "1"]
        _ = try await client.createContainer(name, ContainerCreation(configuration, on: HostConfiguration()))
        try await client.startContainer(name)
        try await client.renameContainer(name, to: "y")
        try await client.stopContainer("y")
        try await client.startContainer("y")
        try await client.updateContainer("y", restartPolicy: .always)
        try await client.removeContainer("y", force: true)
    }

    private func collect(_ events: EngineEvents, until last: String?) async throws -> [EngineEvent] {
        var seen: [EngineEvent] = []
        for try await event in events {
            seen.append(event)
            if event.action == last { break }
        }
        return seen
    }
}
