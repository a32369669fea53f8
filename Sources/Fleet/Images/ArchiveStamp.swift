internal import Glibc

/// What says that a file is still the same one. Its last change is told by the
/// kernel and cannot be set, unlike the time of its last modification.
struct ArchiveStamp: Hashable, Codable, Sendable {
    var path: String
    var size: Int64

    /// Nanoseconds.
    var modified: Int64
    var changed: Int64
    var inode: UInt64

    /// Nil when there is no such file; of a symbolic link, what it leads to.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.path = path
        size = Int64(status.st_size)
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
        inode = UInt64(status.st_ino)
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
