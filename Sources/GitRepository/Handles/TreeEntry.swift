import CLibgit2
import Glibc

/// One line of a tree, copied out of libgit2.
struct TreeEntry {
    var name: [UInt8]
    var id: git_oid
    var mode: git_filemode_t
}

extension TreeEntry {
    init(_ entry: OpaquePointer) throws(GitError) {
        guard let name = git_tree_entry_name(entry), let id = git_tree_entry_id(entry) else {
            throw GitError(code: GIT_EINVALID, part: GIT_ERROR_TREE, message: "a tree entry has no name")
        }
        self.name = Array(UnsafeRawBufferPointer(start: name, count: strlen(name)))
        self.id = id.pointee
        mode = git_tree_entry_filemode(entry)
    }
}
