public import BrokerModel

extension GitMirror {
    /// One file of a commit; nil when the commit has none there.
    ///
    /// - Parameter path: from the top of the repository, `/` between the names.
    public func file(at path: String, in commit: CommitID) throws(Failure) -> [UInt8]? {
        try reading(to: "read a file", on: "\(path.printable) at \(commit.abbreviated)") {
            (repository) throws(GitError) in
            guard let id = try repository.commit(commit).object(at: path) else { return nil }
            return try repository.blob(id).bytes()
        }
    }
}
