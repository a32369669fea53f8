public import BrokerModel
import CLibgit2

extension GitMirror {
    /// The signature of a commit; nil when it bears none.
    public func signature(of id: CommitID) throws(Failure) -> SignedCommit? {
        try reading(to: "read the signature of a commit", on: id.text) { (repository) throws(GitError) in
            try repository.signature(of: id)
        }
    }
}

extension Handle where Kind == RepositoryKind {
    fileprivate borrowing func signature(of id: CommitID) throws(GitError) -> SignedCommit? {
        // What is not there is no commit without a signature.
        _ = try commit(id)
        var id = try git_oid(id)
        var signature = git_buf()
        var content = git_buf()
        defer {
            git_buf_dispose(&signature)
            git_buf_dispose(&content)
        }
        // The field of SSH, OpenPGP and X.509 signatures alike.
        let result = git_commit_extract_signature(&signature, &content, pointer, &id, "gpgsig")
        if result == GIT_ENOTFOUND.rawValue { return nil }
        try check(result)
        return SignedCommit(signature: signature.bytes, content: content.bytes)
    }
}

extension git_buf {
    fileprivate var bytes: [UInt8] {
        UnsafeBufferPointer(start: ptr, count: size).map { UInt8(bitPattern: $0) }
    }
}
