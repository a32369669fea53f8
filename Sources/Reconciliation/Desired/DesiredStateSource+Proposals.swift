public import BrokerModel
public import GitRepository

/// What previews ask of the repository.
extension DesiredStateSource {
    /// The commit a revision names; `HEAD` is the branch that is followed.
    public func resolve(_ revision: String) async throws -> CommitID { try await mirror.resolve(revision) }

    /// The directory of the desired state after merging `head` into `base`.
    public func merge(_ head: CommitID, into base: CommitID) async throws -> MergeOutcome {
        try await mirror.merge(head, into: base, at: path)
    }

    /// Whether a branch of the repository itself holds a commit.
    public func isHeldByBranch(_ commit: CommitID) async throws -> Bool { try await mirror.isHeldByBranch(commit) }

    /// Whether `ancestor` is `descendant` itself or part of its history.
    public func isAncestor(_ ancestor: CommitID, of descendant: CommitID) async throws -> Bool {
        try await mirror.isAncestor(ancestor, of: descendant)
    }

    /// The commits that brought a branch from `base` to `head` and changed the
    /// desired state, the newest first; `limit` of them at most.
    public func commits(from base: CommitID?, to head: CommitID, limit: Int) async throws -> [CommitID] {
        var commits: [CommitID] = []
        for commit in try await mirror.log(from: head, limit: limit, path: path).map(\.id) {
            if let base, try await mirror.isAncestor(commit, of: base) { continue }
            commits.append(commit)
        }
        return commits
    }

    /// The heads of references that match one of the patterns and are not part of
    /// `base` already. A pattern is of branches, by their short names, unless it begins
    /// with `refs/`; what it finds is called as it is written.
    public func openReferences(
        matching patterns: [String], besides base: CommitID
    ) async throws -> [String: CommitID] {
        let branches = "refs/heads/"
        let patterns = patterns.map { ($0.hasPrefix("refs/"), GlobPattern($0)) }
        var open: [String: CommitID] = [:]
        for (name, head) in try await mirror.references(below: "refs/") {
            let short = name.hasPrefix(branches) ? String(name.dropFirst(branches.count)) : nil
            let chosen = patterns.contains { isFull, pattern in
                isFull ? pattern.matches(name) : short.map(pattern.matches) ?? false
            }
            guard chosen, try await !mirror.isAncestor(head, of: base) else { continue }
            open[short ?? name] = head
        }
        return open
    }
}
