/// Why one path of a directory is not acceptable.
struct SnapshotRefusal: Equatable {
    /// Printable, below the directory that is read; `.` is that directory.
    var path: String
    var reason: String
}
