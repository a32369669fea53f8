import CLibgit2

enum DiffKind: HandleKind {
    static func free(_ pointer: OpaquePointer) { git_diff_free(pointer) }
}

extension Handle where Kind == DiffKind {
    /// The files of the new side that differ, without submodules; nil when more
    /// than `limit` differ.
    borrowing func newFiles(limit: Int) -> [git_oid]? {
        let count = git_diff_num_deltas(pointer)
        guard count <= limit else { return nil }
        return (0..<count).compactMap { index in
            guard let delta = git_diff_get_delta(pointer, index)?.pointee, delta.status != GIT_DELTA_DELETED,
                UInt32(delta.new_file.mode) != GIT_FILEMODE_COMMIT.rawValue
            else { return nil }
            return delta.new_file.id
        }
    }
}
