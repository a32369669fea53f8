public import BrokerModel
public import DockerEngine

/// The images that the controller has and can stream to hosts.
public protocol ImageDepot: Sendable {
    /// Looks for images.
    func look(for references: Set<ImageReference>) async -> ImageFindings

    /// An image to stream from.
    ///
    /// - Throws: ``Failure`` with `planStale` when it is no longer the one that
    ///   was found.
    func image(_ reference: ImageReference, id: String) async throws -> StoredImage
}

/// What a look for images came to.
public struct ImageFindings: Sendable {
    /// What was found, or is missing, by reference: every one that was asked
    /// for.
    public var supplies: [ImageReference: ImageSupply]

    /// What could not be looked through, and why.
    public var warnings: [String]

    public init(supplies: [ImageReference: ImageSupply] = [:], warnings: [String] = []) {
        self.supplies = supplies
        self.warnings = warnings
    }
}

/// An image and where its bytes are.
public struct StoredImage: Sendable {
    public var image: ArchivedImage
    public var source: any ArchiveSource

    public init(image: ArchivedImage, source: any ArchiveSource) {
        self.image = image
        self.source = source
    }
}
