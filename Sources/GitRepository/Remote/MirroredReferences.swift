/// Which references of the remote the mirror keeps, under their own names.
struct MirroredReferences {
    /// `+refs/heads/*:refs/heads/*` and the like (git-fetch(1), refspec).
    let refspecs: [String]

    private let patterns: [(prefix: String, suffix: String)]

    /// - Parameters:
    ///   - includesProposals: also the heads of pull requests (GitHub, Gitea) and
    ///     merge requests (GitLab).
    ///   - directories: further ones, as `refs/changes/`.
    init(includesProposals: Bool, directories: [String] = []) {
        var patterns = [(prefix: "refs/heads/", suffix: ""), (prefix: "refs/tags/", suffix: "")]
        if includesProposals {
            patterns.append((prefix: "refs/pull/", suffix: "/head"))
            patterns.append((prefix: "refs/merge-requests/", suffix: "/head"))
        }
        for directory in Set(directories).sorted() where !patterns.contains(where: { directory.hasPrefix($0.prefix) }) {
            patterns.append((prefix: directory, suffix: ""))
        }
        self.patterns = patterns
        refspecs = patterns.map { "+\($0.prefix)*\($0.suffix):\($0.prefix)*\($0.suffix)" }
    }

    func include(_ name: String) -> Bool {
        // A server lists what an annotated tag leads to as "refs/tags/v1^{}".
        guard !name.hasSuffix("^{}") else { return false }
        return patterns.contains { prefix, suffix in
            name.hasPrefix(prefix) && name.hasSuffix(suffix) && name.utf8.count > prefix.utf8.count + suffix.utf8.count
        }
    }
}
