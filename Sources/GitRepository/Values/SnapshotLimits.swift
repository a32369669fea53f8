/// How much a directory may hold to be read whole.
public struct SnapshotLimits: Sendable, Hashable {
    public var files: Int
    public var directories: Int

    /// The size of one file, in bytes.
    public var bytesPerFile: Int

    /// The size of all files together, in bytes.
    public var bytesInAll: Int

    /// The number of names in a path: `nodes/ca-eccc-msc.yaml` has two.
    public var depth: Int

    /// The defaults leave a thousand nodes five times over.
    public init(
        files: Int = 5_000,
        directories: Int = 1_000,
        bytesPerFile: Int = 1 << 20,
        bytesInAll: Int = 32 << 20,
        depth: Int = 8
    ) {
        self.files = files
        self.directories = directories
        self.bytesPerFile = bytesPerFile
        self.bytesInAll = bytesInAll
        self.depth = depth
    }
}
