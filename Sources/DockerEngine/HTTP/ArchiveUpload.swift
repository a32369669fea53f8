/// The body of an upload that is not held in memory: a tar archive in parts.
public struct ArchiveUpload: Sendable {
    /// The parts in order. An error of the sequence ends the upload and is
    /// handed to the caller.
    public var parts: any AsyncSequence<[UInt8], any Error> & Sendable

    /// The sum of all parts in bytes when known; nil sends chunks.
    public var length: Int64?

    public init(parts: any AsyncSequence<[UInt8], any Error> & Sendable, length: Int64? = nil) {
        self.parts = parts
        self.length = length
    }
}
