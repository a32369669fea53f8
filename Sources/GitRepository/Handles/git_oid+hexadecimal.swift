import BrokerModel
import CLibgit2

extension git_oid {
    init(_ id: CommitID) throws(GitError) {
        self.init()
        try check(git_oid_fromstr(&self, id.text))
    }

    init(_ id: ObjectID) throws(GitError) {
        self.init()
        try check(git_oid_fromstr(&self, id.text))
    }

    /// 40 lower-case hexadecimal digits.
    var hexadecimal: String {
        var id = self
        // 40 digits and the NUL that git_oid_tostr writes.
        return String(unsafeUninitializedCapacity: 41) { buffer in
            buffer.withMemoryRebound(to: CChar.self) { _ = git_oid_tostr($0.baseAddress, $0.count, &id) }
            return 40
        }
    }

    func commitID() throws(GitError) -> CommitID {
        guard let id = CommitID(hexadecimal) else { throw .malformedID(hexadecimal) }
        return id
    }

    func objectID() throws(GitError) -> ObjectID {
        guard let id = ObjectID(hexadecimal) else { throw .malformedID(hexadecimal) }
        return id
    }
}

extension GitError {
    fileprivate static func malformedID(_ text: String) -> Self {
        Self(code: GIT_EINVALID, part: GIT_ERROR_INTERNAL, message: "\(text) is no object identifier")
    }
}
