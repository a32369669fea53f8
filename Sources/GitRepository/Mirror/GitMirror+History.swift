public import BrokerModel
import CLibgit2

extension GitMirror {
    /// The commit a revision names: a branch, a tag, a full or short
    /// identifier, `HEAD~1` and whatever else gitrevisions(7) allows. `HEAD` is
    /// the watched branch.
    public func resolve(_ revision: String) throws(Failure) -> CommitID {
        try reading(to: "find the commit of a revision", on: revision.printable) { (repository) throws(GitError) in
            try repository.commit(named: revision)
        }
    }

    /// What a commit says about itself.
    public func commit(_ id: CommitID) throws(Failure) -> CommitSummary {
        try reading(to: "read a commit", on: id.text) { (repository) throws(GitError) in
            try repository.commit(id).summary()
        }
    }

    /// The commits reachable from `start`, newest first, parents after their
    /// children.
    ///
    /// - Parameter path: keeps only commits that changed what stands there,
    ///   seen from each of their parents. No more of the history is read then than is
    ///   asked for, so that a merged commit may come after a parent of it whose date is newer.
    public func log(from start: CommitID, limit: Int, path: String? = nil) throws(Failure) -> [CommitSummary] {
        try reading(to: "read the history", on: start.text) { (repository) throws(GitError) in
            let walk = try repository.walk(from: start, isWhole: path == nil)
            var trace = path.map(PathTrace.init)
            var commits: [CommitSummary] = []
            while commits.count < limit, let id = try walk.next() {
                let commit = try repository.commit(id)
                if try trace?.isChanged(by: commit, in: repository) == false { continue }
                commits.append(try commit.summary())
            }
            return commits
        }
    }

    /// The best common ancestor of two commits; nil when their histories share
    /// nothing.
    public func mergeBase(of one: CommitID, and other: CommitID) throws(Failure) -> CommitID? {
        try reading(to: "find the merge base", on: "\(one.abbreviated) and \(other.abbreviated)") {
            (repository) throws(GitError) in
            try repository.mergeBase(of: one, and: other)
        }
    }

    /// Whether `ancestor` is `descendant` itself or part of its history.
    public func isAncestor(_ ancestor: CommitID, of descendant: CommitID) throws(Failure) -> Bool {
        try reading(to: "compare histories", on: "\(ancestor.abbreviated) and \(descendant.abbreviated)") {
            (repository) throws(GitError) in
            try repository.isAncestor(ancestor, of: descendant)
        }
    }

    /// Where the references are whose names begin so, by name.
    public func references(below prefix: String) throws(Failure) -> [String: CommitID] {
        try reading(to: "list the references", on: location.text) { (repository) throws(GitError) in
            var found: [String: CommitID] = [:]
            for name in try repository.referenceNames() where name.hasPrefix(prefix) {
                found[name] = try repository.target(of: name)?.commitID()
            }
            return found
        }
    }

    /// Reads what the caller names; what is not there is an unknown revision.
    func reading<Value>(
        to attempted: String,
        on subject: String,
        _ body: (borrowing RepositoryHandle) throws(GitError) -> Value
    ) throws(Failure) -> Value {
        let repository = try open(to: attempted, on: subject)
        do {
            return try body(repository)
        } catch  where error.has(GIT_ENOTFOUND, GIT_EAMBIGUOUS, GIT_EINVALIDSPEC, GIT_EPEEL) {
            throw Failure(
                .revisionUnknown, attempted: attempted, on: subject, response: error.message,
                remedy: "give a branch, a tag or a commit of \(location); a new one has to be pushed first")
        } catch {
            throw failure(error, attempted: attempted, on: subject)
        }
    }
}
