import BrokerModel
import CLibgit2

/// The tree of a commit, read from the objects of the repository.
struct CommitSource: ~Copyable, SnapshotSource {
    struct File {
        var id: git_oid
        var mode: RepositoryFile.Mode
    }

    private let repository: RepositoryHandle
    private let subject: String

    /// - Parameter subject: what is read, for failures.
    init(_ repository: consuming RepositoryHandle, subject: String) {
        self.repository = repository
        self.subject = subject
    }

    /// The directory at `path` in the commit: the names on the way, none for
    /// the top. Nil when the commit has no such directory.
    borrowing func directory(of commit: CommitID, at path: [String]) throws(Failure) -> git_oid? {
        try directory(at: path, below: try reading { () throws(GitError) in try repository.commit(commit).tree().id() })
    }

    /// The directory at `path` below another; nil when there is none.
    borrowing func directory(at path: [String], below top: git_oid) throws(Failure) -> git_oid? {
        try reading { () throws(GitError) in
            var directory = top
            for name in path {
                let entry = try repository.tree(directory).entry(named: name)
                guard let entry, entry.mode == GIT_FILEMODE_TREE else { return nil }
                directory = entry.id
            }
            return directory
        }
    }

    borrowing func entries(
        of directory: git_oid, limit: Int
    ) throws(Failure) -> [SnapshotEntry<git_oid, File>] {
        try reading { () throws(GitError) in
            // A mode, a name of up to 255 bytes and an identifier: what is larger is not loaded.
            guard try repository.size(of: directory) <= (limit + 1) * 300 else {
                throw GitError(code: GIT_EINVALID, part: GIT_ERROR_TREE, message: "a directory is too large to read")
            }
            let tree = try repository.tree(directory)
            return try tree.entries(limit: limit + 1).map { (entry) throws(GitError) in
                SnapshotEntry(name: entry.name, kind: try kind(of: entry))
            }
        }
    }

    borrowing func read(_ file: File, path: String, limit: Int) throws(Failure) -> RepositoryFile? {
        try reading { () throws(GitError) in
            let blob = try repository.blob(file.id)
            return RepositoryFile(
                path: path, bytes: blob.bytes(), blobID: try file.id.objectID(), mode: file.mode)
        }
    }

    private borrowing func kind(of entry: TreeEntry) throws(GitError) -> SnapshotEntry<git_oid, File>.Kind {
        switch entry.mode {
        case GIT_FILEMODE_TREE:
            .directory(entry.id)
        case GIT_FILEMODE_BLOB:
            .file(File(id: entry.id, mode: .regular), bytes: try repository.size(of: entry.id))
        case GIT_FILEMODE_BLOB_EXECUTABLE:
            .file(File(id: entry.id, mode: .executable), bytes: try repository.size(of: entry.id))
        case GIT_FILEMODE_LINK:
            .other("a symbolic link")
        case GIT_FILEMODE_COMMIT:
            .other("a submodule")
        default:
            .other("of an unknown type")
        }
    }

    private borrowing func reading<Value>(_ body: () throws(GitError) -> Value) throws(Failure) -> Value {
        do {
            return try body()
        } catch {
            throw Failure(
                .repositoryFailed, attempted: "read the directory of the desired state", on: subject,
                response: error.message)
        }
    }
}
