import CLibgit2

enum TreeKind: HandleKind {
    static func free(_ pointer: OpaquePointer) { git_tree_free(pointer) }
}

/// One directory of a commit.
typealias TreeHandle = Handle<TreeKind>

extension Handle where Kind == TreeKind {
    borrowing func id() throws(GitError) -> git_oid {
        guard let id = git_tree_id(pointer) else {
            throw GitError(code: GIT_EINVALID, part: GIT_ERROR_TREE, message: "the tree has no identifier")
        }
        return id.pointee
    }

    /// The first entries, at most `limit`.
    borrowing func entries(limit: Int) throws(GitError) -> [TreeEntry] {
        var entries: [TreeEntry] = []
        for index in 0..<min(limit, git_tree_entrycount(pointer)) {
            guard let entry = git_tree_entry_byindex(pointer, index) else {
                throw GitError(code: GIT_EINVALID, part: GIT_ERROR_TREE, message: "a tree entry cannot be read")
            }
            entries.append(try TreeEntry(entry))
        }
        return entries
    }

    /// The entry called `name` in this directory itself; nil when there is none.
    borrowing func entry(named name: String) throws(GitError) -> TreeEntry? {
        guard let entry = git_tree_entry_byname(pointer, name) else { return nil }
        return try TreeEntry(entry)
    }

    /// What stands at `path` below this directory; nil when there is nothing.
    borrowing func object(at path: String) throws(GitError) -> git_oid? {
        do {
            let entry = try Handle<TreeEntryKind> { git_tree_entry_bypath($0, pointer, path) }
            return entry.id()
        } catch  where error.has(GIT_ENOTFOUND) {
            return nil
        }
    }
}
