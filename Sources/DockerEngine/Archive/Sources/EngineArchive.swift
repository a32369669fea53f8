/// An image of an engine, as that engine saves it. Saving it again costs the
/// engine reading it again.
public struct EngineArchive: ArchiveSource {
    private let client: DockerClient
    private let image: String

    /// - Parameter image: a reference or an id.
    public init(_ image: String, of client: DockerClient) {
        self.client = client
        self.image = image
    }

    public func open() async throws -> any ArchiveReader { try await client.saveImage(image) }
}
