public import BrokerModel

/// A directory on a disk, read under the same rules as one of a commit.
public enum DirectorySnapshot {
    /// All files below `path`, ordered by path. It may lie in a git work tree:
    /// what is on the disk is read, and `.git` at the top is passed over.
    ///
    /// - Throws: ``FailureCode/repositoryUnsafe`` with one line for each path
    ///   that is no plain data.
    public static func files(
        in path: String,
        limits: SnapshotLimits = SnapshotLimits()
    ) throws(Failure) -> [RepositoryFile] {
        try SnapshotWalk.files(of: DiskSource(top: path), below: path, limits: limits, subject: path.printable)
    }
}
