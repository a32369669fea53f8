import BrokerModel

/// Where a directory tree comes from: a commit or a disk.
protocol SnapshotSource: ~Copyable {
    associatedtype Directory
    associatedtype File

    /// The entries of `directory`, at most `limit` and one more.
    borrowing func entries(
        of directory: Directory, limit: Int
    ) throws(Failure) -> [SnapshotEntry<Directory, File>]

    /// The file; nil when it turns out to be larger than `limit` bytes.
    borrowing func read(_ file: File, path: String, limit: Int) throws(Failure) -> RepositoryFile?
}
