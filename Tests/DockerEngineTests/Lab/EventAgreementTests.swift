import BrokerModel
import DockerEngine
import SimulatedFleet
import Testing

extension RealEngineTests {
    /// A simulated engine tells what happens as the real one does: else the
    /// simulation would follow events that do not exist.
    @Suite("Events of the simulated engine and of the real one", .enabled(if: TestEngine.socket != nil))
    struct EventAgreementTests {
        @Test func theSameLifeIsToldAlike() async throws {
            try await TestEngine.prepare()
            let real = try await story(TestEngine.client())
            try await TestEngine.clean()
            let simulated = try await story(simulatedClient())
            #expect(real.map(\.action) == ["create", "start", "rename", "update", "die", "start", "die", "destroy"])
            #expect(simulated == real)
        }

        /// What an event says, without what every run has of its own.
        private struct Told: Equatable {
            var kind: String
            var action: String
            var detail: String?
            var attributes: Set<String>
            var name: String?
            var oldName: String?

            init(_ event: EngineEvent) {
                kind = event.kind
                action = event.action
                detail = event.detail
                // Engines from version 23 on tell how long it ran.
                attributes = Set(event.attributes.keys).subtracting(["execDuration"])
                name = event.attributes["name"]
                oldName = event.attributes["oldName"]
            }
        }

        private func story(_ client: DockerClient) async throws -> [Told] {
            let (name, other) = (TestEngine.name("told"), TestEngine.name("told.old"))
            let filter = EventFilter.containers(labels: ["io.isobar.test=\(TestEngine.run)"])
            return try await client.withEvents(filter) { events in
                _ = try await client.createContainer(name, TestEngine.creation("exec sleep 600"))
                try await client.startContainer(name)
                try await client.renameContainer(name, to: other)
                try await client.updateContainer(other, restartPolicy: .always)
                try await client.stopContainer(other, timeout: .seconds(1))
                try await client.startContainer(other)
                try await client.removeContainer(other, force: true)
                var told: [Told] = []
                for try await event in events {
                    told.append(Told(event))
                    if event.action == "destroy" { break }
                }
                return told
            }
        }

        private func simulatedClient() -> DockerClient {
            var host = SimulatedHost(name: "test")
            host.images[TestEngine.image] = SimulatedImage(TestEngine.image)
            host.networks["none"] = SimulatedNetwork(id: "none", name: "none", driver: "null")
            let world = SimulatedWorld(
                [host], registry: SimulatedRegistry(), timer: FleetTimer(AcceleratedClock(factor: 100)),
                pace: SeededGenerator(seed: 1))
            return DockerClient(host: "test") {
                try await world.stream(toEngineOf: "test", by: ControllerLife(number: 1))
            }
        }
    }
}
