public import BrokerModel

extension GitMirror {
    /// All files of one directory of a commit, read from blobs, and what in it is
    /// no plain data.
    ///
    /// - Parameters:
    ///   - path: the directory below the top of the repository; `.` is the top.
    ///   - limits: how much it may hold.
    /// - Throws: ``FailureCode/repositoryUnsafe`` when it holds more than the
    ///   limits allow: never a part of the files.
    public func snapshot(
        of commit: CommitID,
        at path: String = ".",
        limits: SnapshotLimits = SnapshotLimits()
    ) throws(Failure) -> Snapshot {
        let subject = "\(path.printable) at \(commit.abbreviated)"
        let names = try Self.names(in: path)
        _ = try self.commit(commit)
        let source = CommitSource(
            try open(to: "read the directory of the desired state", on: subject), subject: subject)
        guard let directory = try source.directory(of: commit, at: names) else {
            throw Failure(
                .desiredStateInvalid, attempted: "read the directory of the desired state", on: subject,
                response: "the commit has no such directory", remedy: "check repository.path in isobar.yaml")
        }
        return try SnapshotWalk.snapshot(of: source, below: directory, limits: limits, subject: subject)
    }

    static func names(in path: String) throws(Failure) -> [String] {
        let names = path.split(separator: "/").map(String.init).filter { $0 != "." }
        guard !path.isEmpty, !path.hasPrefix("/"), !names.contains("..") else {
            throw Failure(
                .configurationInvalid, attempted: "read a directory of the repository", on: path.printable,
                response: "it is not a path below the top of the repository")
        }
        return names
    }
}
