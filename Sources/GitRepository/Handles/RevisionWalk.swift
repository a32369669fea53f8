import BrokerModel
import CLibgit2

enum RevisionWalkKind: HandleKind {
    static func free(_ pointer: OpaquePointer) { git_revwalk_free(pointer) }
}

/// The commits reachable from one, children before parents.
typealias RevisionWalk = Handle<RevisionWalkKind>

extension Handle where Kind == RepositoryKind {
    borrowing func walk(from start: CommitID) throws(GitError) -> RevisionWalk {
        let walk = try RevisionWalk { git_revwalk_new($0, pointer) }
        try walk.begin(at: start)
        return walk
    }
}

extension Handle where Kind == RevisionWalkKind {
    fileprivate borrowing func begin(at start: CommitID) throws(GitError) {
        var start = try git_oid(start)
        try check(git_revwalk_sorting(pointer, GIT_SORT_TOPOLOGICAL.rawValue | GIT_SORT_TIME.rawValue))
        try check(git_revwalk_push(pointer, &start))
    }

    /// The next commit; nil after the last.
    borrowing func next() throws(GitError) -> CommitID? {
        var id = git_oid()
        let result = git_revwalk_next(&id, pointer)
        if result == GIT_ITEROVER.rawValue { return nil }
        try check(result)
        return try id.commitID()
    }
}
