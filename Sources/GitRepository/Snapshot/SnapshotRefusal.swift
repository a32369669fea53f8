/// Why one path of a directory is not acceptable.
public struct SnapshotRefusal: Sendable, Equatable {
    /// Printable, below the directory that is read; `.` is that directory.
    public var path: String

    /// Without a full stop: "is a symbolic link; only …".
    public var reason: String
}

extension SnapshotRefusal: CustomStringConvertible {
    public var description: String { "\(path): \(reason)" }
}
