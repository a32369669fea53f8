import BrokerModel
import CLibgit2

enum RepositoryKind: HandleKind {
    static func free(_ pointer: OpaquePointer) { git_repository_free(pointer) }
}

/// An open repository.
typealias RepositoryHandle = Handle<RepositoryKind>

extension Handle where Kind == RepositoryKind {
    /// Opens the bare repository at exactly `path`, not above it.
    init(openingBareAt path: String) throws(GitError) {
        try self.init { git_repository_open_bare($0, path) }
    }

    init(creatingBareAt path: String) throws(GitError) {
        try self.init { git_repository_init($0, path, 1) }
    }

    /// Makes `HEAD` the name of a reference, which need not exist yet.
    borrowing func setHead(to reference: String) throws(GitError) {
        try check(git_repository_set_head(pointer, reference))
    }

    /// The names of all references, in full: `refs/heads/main`.
    borrowing func referenceNames() throws(GitError) -> [String] {
        var names = git_strarray()
        try check(git_reference_list(&names, pointer))
        defer { git_strarray_dispose(&names) }
        return UnsafeBufferPointer(start: names.strings, count: names.count).compactMap {
            $0.map { String(cString: $0) }
        }
    }

    /// What `reference`, a full name, points to; nil when there is none.
    borrowing func target(of reference: String) throws(GitError) -> git_oid? {
        var id = git_oid()
        let result = git_reference_name_to_id(&id, pointer, reference)
        if result == GIT_ENOTFOUND.rawValue { return nil }
        try check(result)
        return id
    }

    borrowing func setReference(_ name: String, to id: git_oid) throws(GitError) {
        var id = id
        _ = try Handle<ReferenceKind> { git_reference_create($0, pointer, name, &id, 1, nil) }
    }

    borrowing func removeReference(_ name: String) throws(GitError) {
        try check(git_reference_remove(pointer, name))
    }

    /// The commit a revision names (gitrevisions(7)), through tags.
    borrowing func commit(named revision: String) throws(GitError) -> CommitID {
        let found = try Handle<ObjectKind> { git_revparse_single($0, pointer, revision) }
        return try found.peeledToCommit()
    }

    borrowing func commit(_ id: CommitID) throws(GitError) -> CommitHandle {
        var id = try git_oid(id)
        return try CommitHandle { git_commit_lookup($0, pointer, &id) }
    }

    borrowing func tree(_ id: git_oid) throws(GitError) -> TreeHandle {
        var id = id
        return try TreeHandle { git_tree_lookup($0, pointer, &id) }
    }

    borrowing func blob(_ id: git_oid) throws(GitError) -> BlobHandle {
        var id = id
        return try BlobHandle { git_blob_lookup($0, pointer, &id) }
    }

    /// The size of an object in bytes, without loading it.
    borrowing func size(of id: git_oid) throws(GitError) -> Int {
        var id = id
        let database = try Handle<ObjectDatabaseKind> { git_repository_odb($0, pointer) }
        return try database.size(of: &id)
    }

    /// The best common ancestor; nil when the histories share nothing.
    borrowing func mergeBase(of one: CommitID, and other: CommitID) throws(GitError) -> CommitID? {
        try requireCommits(one, other)
        var base = git_oid()
        var one = try git_oid(one)
        var other = try git_oid(other)
        let result = git_merge_base(&base, pointer, &one, &other)
        if result == GIT_ENOTFOUND.rawValue { return nil }
        try check(result)
        return try base.commitID()
    }

    /// Whether `ancestor` is `descendant` or reachable from it.
    borrowing func isAncestor(_ ancestor: CommitID, of descendant: CommitID) throws(GitError) -> Bool {
        try requireCommits(ancestor, descendant)
        if ancestor == descendant { return true }
        var ancestor = try git_oid(ancestor)
        var descendant = try git_oid(descendant)
        return try check(git_graph_descendant_of(pointer, &descendant, &ancestor)) == 1
    }

    /// The graph functions answer a commit that is not there with no code of its own.
    private borrowing func requireCommits(_ ids: CommitID...) throws(GitError) {
        for id in ids { _ = try commit(id) }
    }

    /// Whether the repository holds the commit.
    borrowing func contains(_ id: CommitID) throws(GitError) -> Bool {
        do {
            _ = try commit(id)
            return true
        } catch  where error.has(GIT_ENOTFOUND) {
            return false
        }
    }
}
