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

    /// The commits reachable from `start` that changed what stands at `path`,
    /// the newest first.
    func log(from start: CommitID, limit: Int, path: String) async throws -> [CommitSummary]

    /// One file of a commit; nil when it has none there.
    func file(at path: String, in commit: CommitID) async throws -> [UInt8]?

    /// Publishes a text beside the branches; see ``GitMirror/publish(_:under:at:)``.
    func publish(_ text: String, under reference: String, at moment: Timestamp) async throws

    /// The texts that were published, the newest first.
    func published(under reference: String, limit: Int) async throws -> [String]

    /// The signature of a commit; nil when it bears none.
    func signature(of commit: CommitID) async throws -> SignedCommit?

    /// The directory after merging `head` into `base`.
    func merge(_ head: CommitID, into base: CommitID, at path: String) async throws -> MergeOutcome

    /// Whether a branch of the repository itself holds a commit: then somebody who
    /// may push wrote it.
    func isHeldByBranch(_ commit: CommitID) async throws -> Bool

    /// Where the references are whose names begin so, by name.
    func references(below prefix: String) async throws -> [String: CommitID]

    /// Whether `ancestor` is `descendant` itself or part of its history.
    func isAncestor(_ ancestor: CommitID, of descendant: CommitID) async throws -> Bool
}

/// Of repositories without a history: a commit is all there is of it, is merged by
/// taking the other's place, and whoever holds it wrote it.
extension CommitRepository {
    /// Of a repository in memory nobody would read it.
    public func publish(_ text: String, under reference: String, at moment: Timestamp) async throws {}

    public func published(under reference: String, limit: Int) async throws -> [String] { [] }

    public func log(from start: CommitID, limit: Int, path: String) async throws -> [CommitSummary] {
        [try await commit(start)]
    }

    public func file(at path: String, in commit: CommitID) async throws -> [UInt8]? {
        try await snapshot(of: commit, at: ".").files.first { $0.path == path }?.bytes
    }

    public func merge(_ head: CommitID, into base: CommitID, at path: String) async throws -> MergeOutcome {
        .merged(try await snapshot(of: head, at: path))
    }

    public func isHeldByBranch(_ commit: CommitID) async throws -> Bool { true }
    public func references(below prefix: String) async throws -> [String: CommitID] { [:] }

    public func isAncestor(_ ancestor: CommitID, of descendant: CommitID) async throws -> Bool {
        ancestor == descendant
    }
}

extension GitMirror: CommitRepository {
    public func snapshot(of commit: CommitID, at path: String) throws -> Snapshot {
        try snapshot(of: commit, at: path, limits: SnapshotLimits())
    }

    public func log(from start: CommitID, limit: Int, path: String) throws -> [CommitSummary] {
        try log(from: start, limit: limit, path: path == "." ? nil : path)
    }

    public func merge(_ head: CommitID, into base: CommitID, at path: String) throws -> MergeOutcome {
        try merge(head, into: base, at: path, limits: SnapshotLimits())
    }
}
