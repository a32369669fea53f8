import BrokerModel
import CLibgit2

enum RevisionWalkKind: HandleKind {
    static func free(_ pointer: OpaquePointer) { git_revwalk_free(pointer) }
}

/// The commits reachable from one, children before parents.
typealias RevisionWalk = Handle<RevisionWalkKind>

extension Handle where Kind == RepositoryKind {
    /// - Parameter isWhole: reads all of the history before the first commit, for the
    ///   sake of a strict order; else by date as it is come upon, which is the only order
    ///   libgit2 gives without reading all (git_revwalk_sorting, `limited`).
    borrowing func walk(from start: CommitID, isWhole: Bool = true) throws(GitError) -> RevisionWalk {
        let walk = try RevisionWalk { git_revwalk_new($0, pointer) }
        try walk.begin(at: start, isWhole: isWhole)
        return walk
    }
}

extension Handle where Kind == RevisionWalkKind {
    fileprivate borrowing func begin(at start: CommitID, isWhole: Bool) throws(GitError) {
        var start = try git_oid(start)
        let order = isWhole ? GIT_SORT_TOPOLOGICAL.rawValue | GIT_SORT_TIME.rawValue : GIT_SORT_NONE.rawValue
        try check(git_revwalk_sorting(pointer, order))
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
