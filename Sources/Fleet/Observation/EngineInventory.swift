internal import BrokerModel
internal import DockerEngine

/// What a host's container engine holds, as far as it matters.
struct EngineInventory: Sendable {
    var containers: [ContainerInspection]
    var networks: [DockerNetwork]

    /// By the reference that was asked for; one that is not on the host is
    /// missing.
    var images: [ImageReference: ImageInspection]

    /// Of a host that has no engine: nothing runs there, and that is known.
    static let none = EngineInventory()

    private init() {
        containers = []
        networks = []
        images = [:]
    }

    /// Takes all of it.
    ///
    /// A list, then every container inspected: a list does not tell a hand's
    /// edits, and inspecting costs little (OPERATIONS 5).
    init(of engine: DockerClient, images references: Set<ImageReference>) async throws {
        containers = try await engine.containers(inspecting: try await engine.containerIDs())
        networks = try await engine.networks()
        images = [:]
        for reference in references.sorted() {
            images[reference] = try await engine.image(reference.text)
        }
    }
}
