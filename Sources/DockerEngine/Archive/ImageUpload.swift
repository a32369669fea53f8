public import BrokerModel

/// One image on its way to an engine: an archive that holds it and nothing
/// else, under one name, without the layers the engine has.
///
/// It is made while it is sent, out of one reading of its source; no more than
/// a portion of it is in memory.
public struct ImageUpload: Sendable {
    /// Bytes of the archive that is sent.
    public let size: Int64

    /// What is sent, for ``DockerClient/loadImages(_:patience:)``.
    public let archive: ArchiveUpload

    /// - Parameters:
    ///   - reference: the name the engine shall give it.
    ///   - source: an archive that holds `image`.
    ///   - present: how many of its layers, from the bottom, are left out.
    ///   - sent: gets how many bytes were taken so far.
    /// - Throws: ``ArchiveTrouble`` when an engine could not read it.
    public init(
        of image: ArchivedImage, as reference: ImageReference, from source: any ArchiveSource, leavingOut present: Int,
        sent: @escaping @Sendable (Int64) -> Void = { _ in }
    ) throws {
        let contents = try UploadContents(image, as: reference, leavingOut: present)
        let writer = UploadWriter(contents, from: source, sent: sent)
        size = contents.size
        archive = ArchiveUpload(parts: UploadParts(writer: writer))
    }
}
