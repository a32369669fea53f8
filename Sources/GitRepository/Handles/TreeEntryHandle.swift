import CLibgit2

enum TreeEntryKind: HandleKind {
    static func free(_ pointer: OpaquePointer) { git_tree_entry_free(pointer) }
}

extension Handle where Kind == TreeEntryKind {
    /// What the entry refers to.
    borrowing func id() -> git_oid? { git_tree_entry_id(pointer)?.pointee }
}
