public import BrokerModel
public import GitRepository

/// Commits and their files: the mirror of a git repository, or one in memory.
public protocol CommitRepository: Sendable {
    /// Looks for new commits; see ``GitMirror/update(since:)``.
    func update(since known: CommitID?) async throws -> FetchOutcome

    /// The commit a revision names; `HEAD` is the branch that is followed.
    func resolve(_ revision: String) async throws -> CommitID

    func commit(_ id: CommitID) async throws -> CommitSummary

    /// All files of a directory of a commit, and what in it is no plain data.
    func snapshot(of commit: CommitID, at path: String) async throws -> Snapshot
}

extension GitMirror: CommitRepository {
    public func snapshot(of commit: CommitID, at path: String) throws -> Snapshot {
        try snapshot(of: commit, at: path, limits: SnapshotLimits())
    }
}
