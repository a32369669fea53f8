internal import BrokerModel
internal import DockerEngine

/// The container engine of the controller's own machine, as a place images come
/// from.
actor ControllerEngine {
    nonisolated let socket: String
    private nonisolated let client: DockerClient

    /// What the engine's archive of each image holds, by the image's id.
    private var known: [String: Task<ArchivedImage, any Error>] = [:]

    init(_ socket: String) {
        self.socket = socket
        client = DockerClient(host: "the controller") { try UnixSocketStream(path: socket) }
    }

    /// What the engine has under a name; nil when it has nothing.
    nonisolated func find(_ name: String) async throws -> ImageContent? {
        try await client.image(name).map {
            ImageContent(image: ImageObservation($0), bytes: $0.size, origin: "the controller's engine")
        }
    }

    /// An image to stream from. The engine writes the archive twice: once to
    /// look at it, once for each host that gets it.
    func image(_ id: String) async throws -> StoredImage {
        let source = EngineArchive(id, of: client)
        let task =
            known[id]
            ?? Task {
                guard let image = try await source.images().first else {
                    throw ArchiveTrouble("the engine's archive holds no image")
                }
                return image
            }
        known[id] = task
        do {
            return StoredImage(image: try await task.value, source: source)
        } catch {
            known[id] = nil
            throw error
        }
    }

    /// Gives the streams back.
    nonisolated func close() async { await client.close() }
}
