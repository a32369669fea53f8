import BrokerModel
import CLibgit2

enum ReferenceKind: HandleKind {
    static func free(_ pointer: OpaquePointer) { git_reference_free(pointer) }
}

/// An object of any type.
enum ObjectKind: HandleKind {
    static func free(_ pointer: OpaquePointer) { git_object_free(pointer) }
}

enum ObjectDatabaseKind: HandleKind {
    static func free(_ pointer: OpaquePointer) { git_odb_free(pointer) }
}

extension Handle where Kind == ObjectKind {
    /// The commit this object is, or that this tag leads to.
    borrowing func peeledToCommit() throws(GitError) -> CommitID {
        let commit = try Handle<ObjectKind> { git_object_peel($0, pointer, GIT_OBJECT_COMMIT) }
        return try commit.id()
    }

    private borrowing func id() throws(GitError) -> CommitID {
        guard let id = git_object_id(pointer) else {
            throw GitError(code: GIT_ENOTFOUND, part: GIT_ERROR_OBJECT, message: "the object has no identifier")
        }
        return try id.pointee.commitID()
    }
}

extension Handle where Kind == ObjectDatabaseKind {
    borrowing func size(of id: inout git_oid) throws(GitError) -> Int {
        var size = 0
        var type = GIT_OBJECT_ANY
        try check(git_odb_read_header(&size, &type, pointer, &id))
        return size
    }
}
