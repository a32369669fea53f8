import BrokerModel
import CLibgit2

enum CommitKind: HandleKind {
    static func free(_ pointer: OpaquePointer) { git_commit_free(pointer) }
}

typealias CommitHandle = Handle<CommitKind>

extension Handle where Kind == CommitKind {
    /// The commit as a value.
    borrowing func summary() throws(GitError) -> CommitSummary {
        guard let id = git_commit_id(pointer) else {
            throw GitError(code: GIT_EINVALID, part: GIT_ERROR_OBJECT, message: "the commit has no identifier")
        }
        return CommitSummary(
            id: try id.pointee.commitID(),
            parents: try parents().map { (id) throws(GitError) in try id.commitID() },
            author: signature(git_commit_author(pointer)),
            committer: signature(git_commit_committer(pointer)),
            message: git_commit_message(pointer).map { String(cString: $0) } ?? "")
    }

    borrowing func parents() -> [git_oid] {
        (0..<git_commit_parentcount(pointer)).compactMap { git_commit_parent_id(pointer, $0)?.pointee }
    }

    /// The identifier of the top directory.
    borrowing func treeID() -> git_oid? { git_commit_tree_id(pointer)?.pointee }

    /// The top directory.
    borrowing func tree() throws(GitError) -> TreeHandle {
        try TreeHandle { git_commit_tree($0, pointer) }
    }

    /// What stands at `path` (`nodes/ca-eccc-msc.yaml`); nil when there is
    /// nothing.
    borrowing func object(at path: String) throws(GitError) -> git_oid? {
        let top = try tree()
        return try top.object(at: path)
    }

    private borrowing func signature(_ signature: UnsafePointer<git_signature>?) -> CommitSummary.Signature {
        guard let signature = signature?.pointee else {
            return CommitSummary.Signature(name: "", email: "", seconds: 0, offsetMinutes: 0)
        }
        return CommitSummary.Signature(
            name: signature.name.map { String(cString: $0) } ?? "",
            email: signature.email.map { String(cString: $0) } ?? "",
            seconds: signature.when.time,
            offsetMinutes: Int(signature.when.offset))
    }
}
