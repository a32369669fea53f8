/// One file of a directory that was read whole, from a commit or from a disk.
public struct RepositoryFile: Sendable, Hashable {
    public enum Mode: String, Sendable, Hashable {
        case regular
        case executable
    }

    /// The path below the directory that was read, `/` between the names.
    public var path: String

    public var bytes: [UInt8]

    /// The identifier git gives these bytes.
    public var blobID: ObjectID

    public var mode: Mode

    public init(path: String, bytes: [UInt8], blobID: ObjectID, mode: Mode) {
        self.path = path
        self.bytes = bytes
        self.blobID = blobID
        self.mode = mode
    }
}
