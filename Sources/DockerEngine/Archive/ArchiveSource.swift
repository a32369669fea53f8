/// An archive of images that can be read again and again, each time from its
/// beginning.
public protocol ArchiveSource: Sendable {
    /// Opens it.
    func open() async throws -> any ArchiveReader
}

/// An archive that is being read. For one user at a time.
public protocol ArchiveReader: Sendable {
    /// The next bytes; empty at the end.
    ///
    /// - Throws: ``ArchiveTrouble``, or the ``Failure`` of what is read from.
    func read() async throws -> [UInt8]

    /// Leaves out bytes that nobody wants, if that costs less than reading them.
    ///
    /// - Returns: false when they have to be read.
    func skip(_ count: Int64) async throws -> Bool

    /// Gives it back. Idempotent.
    func close() async
}

extension ArchiveReader {
    public func skip(_ count: Int64) async throws -> Bool { false }
}

extension ArchiveSource {
    /// The images in the archive, which is read once, without its layers where
    /// they can be skipped.
    public func images() async throws -> [ArchivedImage] {
        let reader = try await open()
        do {
            var indexer = ImageArchiveIndexer()
            while !indexer.isComplete {
                let skippable = indexer.skippable
                if skippable > 0, try await reader.skip(skippable) {
                    indexer.skipped()
                    continue
                }
                let bytes = try await reader.read()
                if bytes.isEmpty { break }
                try indexer.append(bytes)
                try Task.checkCancellation()
            }
            await reader.close()
            return try indexer.images()
        } catch {
            await reader.close()
            throw error
        }
    }
}
