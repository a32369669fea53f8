import BrokerModel
import CLibgit2

extension Handle where Kind == RepositoryKind {
    /// The tree that merging `head` into `base` gives. What is made for it stays in
    /// memory and is gone with this handle.
    ///
    /// - Parameter largestFile: where the change brings a file of more bytes,
    ///   contents are not merged and renames not looked for: that reads them
    ///   whole.
    borrowing func merge(
        _ head: CommitID, into base: CommitID, largestFile: Int
    ) throws(GitError) -> MergedTree {
        guard let common = try mergeBase(of: base, and: head) else { return .unrelated }
        // What is merged already, and what only goes on from base, needs no merging.
        if common == head { return .tree(try commit(base).tree().id()) }
        if common == base { return .tree(try commit(head).tree().id()) }
        try keepNewObjectsInMemory()
        let ours = try commit(base)
        let theirs = try commit(head)
        let ancestor = try commit(common).tree()
        let isModest = try changesAreModest(from: ancestor, to: try theirs.tree(), largestFile: largestFile)
        let index = try merge(ours, theirs, readingContents: isModest)
        guard !index.hasConflicts() else { return .conflicting(try index.conflicts()) }
        return .tree(try writeTree(of: index))
    }

    /// Beyond this many changed files nobody meant them to be merged by content.
    private static var mostChanges: Int { 2_000 }

    /// Beyond this depth of criss-cross merges the next ancestor will do: the depth
    /// is up to whoever wrote the history.
    private static var deepestRecursion: UInt32 { 4 }

    private borrowing func writeTree(of index: borrowing IndexHandle) throws(GitError) -> git_oid {
        var id = git_oid()
        try check(git_index_write_tree_to(&id, index.pointer, pointer))
        return id
    }

    private borrowing func keepNewObjectsInMemory() throws(GitError) {
        let database = try Handle<ObjectDatabaseKind> { git_repository_odb($0, pointer) }
        try database.keepNewObjectsInMemory()
    }

    private borrowing func merge(
        _ ours: borrowing CommitHandle, _ theirs: borrowing CommitHandle, readingContents: Bool
    ) throws(GitError) -> IndexHandle {
        var options = git_merge_options()
        try check(git_merge_options_init(&options, UInt32(GIT_MERGE_OPTIONS_VERSION)))
        options.recursion_limit = Self.deepestRecursion
        options.flags = readingContents ? GIT_MERGE_FIND_RENAMES.rawValue : 0
        let (ourPointer, theirPointer) = (ours.pointer, theirs.pointer)
        guard !readingContents else {
            return try IndexHandle { git_merge_commits($0, pointer, ourPointer, theirPointer, &options) }
        }
        // The driver of that name takes no content apart: whatever both sides changed conflicts.
        return try IndexHandle { made in
            "binary".withCString { name in
                options.default_driver = name
                return git_merge_commits(made, pointer, ourPointer, theirPointer, &options)
            }
        }
    }

    /// Whether what changed between two trees is of a size that people write.
    private borrowing func changesAreModest(
        from old: borrowing TreeHandle, to new: borrowing TreeHandle, largestFile: Int
    ) throws(GitError) -> Bool {
        let (oldPointer, newPointer) = (old.pointer, new.pointer)
        let diff = try Handle<DiffKind> { git_diff_tree_to_tree($0, pointer, oldPointer, newPointer, nil) }
        guard let files = diff.newFiles(limit: Self.mostChanges) else { return false }
        for file in files where try size(of: file) > largestFile { return false }
        return true
    }
}

extension Handle where Kind == ObjectDatabaseKind {
    /// Objects that are written from now on live as long as this repository is
    /// open.
    fileprivate borrowing func keepNewObjectsInMemory() throws(GitError) {
        var memory: OpaquePointer?
        try check(git_mempack_new(&memory))
        // Before those of the disk, which libgit2 adds with 1 and 2.
        try check(git_odb_add_backend(pointer, memory, 999))
    }
}
