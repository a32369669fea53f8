public import BrokerModel
import CLibgit2

extension GitMirror {
    /// The files of a directory as they would be after merging `head` into `base`:
    /// what a merge commit, a squash and a rebase without conflict give alike.
    ///
    /// It is worked out in memory. Nothing is checked out, nothing is written to
    /// the mirror, and no merge driver or filter of the repository runs: libgit2
    /// knows only its own.
    ///
    /// - Throws: ``FailureCode/repositoryUnsafe`` when the two have no common
    ///   history, or hold what is no plain data.
    public func merge(
        _ head: CommitID,
        into base: CommitID,
        at path: String = ".",
        limits: SnapshotLimits = SnapshotLimits()
    ) throws(Failure) -> MergeOutcome {
        let attempted = "merge a change in memory"
        let subject = "\(head.abbreviated) into \(base.abbreviated)"
        let names = try Self.names(in: path)
        let repository = try open(to: attempted, on: subject)
        let result: MergedTree
        do {
            result = try repository.merge(head, into: base, largestFile: limits.bytesPerFile)
        } catch  where error.has(GIT_ENOTFOUND) {
            throw Failure(
                .revisionUnknown, attempted: attempted, on: subject, response: error.message,
                remedy: "fetch it first: a new commit has to be pushed to \(location)")
        } catch {
            throw failure(error, attempted: attempted, on: subject)
        }
        switch result {
        case .unrelated:
            throw Failure(
                .repositoryUnsafe, attempted: attempted, on: subject, response: "the two have no history in common",
                remedy: "begin the change from the branch it is meant for")
        case .conflicting(let paths):
            return .conflicting(paths.map { String(decoding: $0, as: UTF8.self).printable }.sorted())
        case .tree(let tree):
            let source = CommitSource(repository, subject: subject)
            guard let directory = try source.directory(at: names, below: tree) else {
                throw Failure(
                    .desiredStateInvalid, attempted: attempted, on: subject,
                    response: "after merging there is no directory \(path.printable)",
                    remedy: "the change removes the desired state, or repository.path in isobar.yaml is wrong")
            }
            return .merged(try SnapshotWalk.snapshot(of: source, below: directory, limits: limits, subject: subject))
        }
    }

    /// Whether a branch of the repository itself holds a commit. Somebody who may
    /// push put it there; the head of a fork's pull request is in none.
    public func isHeldByBranch(_ commit: CommitID) throws(Failure) -> Bool {
        let attempted = "look for a commit among the branches"
        let repository = try open(to: attempted, on: commit.abbreviated)
        do {
            for name in try repository.referenceNames() where name.hasPrefix("refs/heads/") {
                guard let target = try repository.target(of: name) else { continue }
                if try repository.isAncestor(commit, of: try target.commitID()) { return true }
            }
            return false
        } catch {
            throw failure(error, attempted: attempted, on: commit.abbreviated)
        }
    }
}
