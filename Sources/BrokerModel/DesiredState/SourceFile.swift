/// A file of the desired state as it came from git or from a directory:
/// nothing but bytes.
public struct SourceFile: Sendable, Equatable {
    /// The path below the directory of the desired state, parts joined by `/`.
    public var path: String
    public var bytes: [UInt8]

    /// The git blob's identifier; nil for a file read from a plain directory.
    public var blob: String?

    public init(path: String, bytes: [UInt8], blob: String? = nil) {
        self.path = path
        self.bytes = bytes
        self.blob = blob
    }
}
