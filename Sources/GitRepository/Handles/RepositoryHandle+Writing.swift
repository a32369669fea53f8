import BrokerModel
import CLibgit2

extension Handle where Kind == RepositoryKind {
    /// Opens a repository at exactly `path`, bare or with a working tree.
    init(openingAt path: String) throws(GitError) {
        try self.init {
            git_repository_open_ext($0, path, UInt32(GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue), nil)
        }
    }

    /// Writes a commit without files.
    ///
    /// - Parameters:
    ///   - parent: the commit before; nil for a first one.
    ///   - seconds: since 1970, UTC.
    borrowing func writeEmptyCommit(_ message: String, after parent: git_oid?, seconds: Int64) throws(GitError) -> git_oid {
        let tree = try write([], GIT_OBJECT_TREE)
        let who = "Isobar <isobar@localhost> \(seconds) +0000"
        let lines = ["tree \(tree.hexadecimal)"] + (parent.map { ["parent \($0.hexadecimal)"] } ?? [])
        let text = (lines + ["author \(who)", "committer \(who)", "", message]).joined(separator: "\n")
        return try write(Array(text.utf8), GIT_OBJECT_COMMIT)
    }

    private borrowing func write(_ bytes: [UInt8], _ type: git_object_t) throws(GitError) -> git_oid {
        let database = try Handle<ObjectDatabaseKind> { git_repository_odb($0, pointer) }
        return try database.write(bytes, type)
    }
}

extension Handle where Kind == ObjectDatabaseKind {
    fileprivate borrowing func write(_ bytes: [UInt8], _ type: git_object_t) throws(GitError) -> git_oid {
        var id = git_oid()
        try check(git_odb_write(&id, pointer, bytes, bytes.count, type))
        return id
    }
}
