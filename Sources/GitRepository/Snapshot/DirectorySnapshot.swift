public import BrokerModel

/// A directory on a disk, read under the same rules as one of a commit.
public enum DirectorySnapshot {
    /// All files below `path`, and what is no plain data. It may lie in a git
    /// work tree: what is on the disk is read, and `.git` at the top is passed
    /// over.
    ///
    /// - Throws: ``FailureCode/repositoryUnsafe`` when it holds more than the
    ///   limits allow.
    public static func read(
        _ path: String,
        limits: SnapshotLimits = SnapshotLimits()
    ) throws(Failure) -> Snapshot {
        try SnapshotWalk.snapshot(of: DiskSource(top: path), below: path, limits: limits, subject: path.printable)
    }
}
