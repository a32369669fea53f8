/// What a directory holds, as far as it is plain data.
public struct Snapshot: Sendable, Equatable {
    /// Ordered by path.
    public var files: [RepositoryFile]

    /// What is there and was refused. As long as there is any, ``files`` are not
    /// all there is.
    public var refusals: [SnapshotRefusal]

    public init(files: [RepositoryFile], refusals: [SnapshotRefusal] = []) {
        self.files = files
        self.refusals = refusals
    }
}
