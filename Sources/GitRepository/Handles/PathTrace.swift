import BrokerModel
import CLibgit2

/// What stands at one path in one commit after the other. Directories that commits
/// share, as most do with their parents, are read once.
struct PathTrace {
    private let names: [String]

    /// By the identifier of a directory and how deep it lies: what is on the path below it.
    private var known: [Place: String?] = [:]

    private struct Place: Hashable {
        var depth: Int
        var directory: String
    }

    /// - Parameter path: `nodes/ca-eccc-msc.yaml`.
    init(_ path: String) {
        names = path.split(separator: "/").map(String.init)
    }

    /// Whether what stands there differs from that of every parent; for a first
    /// commit, whether anything stands there.
    mutating func isChanged(
        by commit: borrowing CommitHandle, in repository: borrowing RepositoryHandle
    ) throws(GitError) -> Bool {
        let here = try object(in: commit, repository)
        let parents = commit.parents()
        if parents.isEmpty { return here != nil }
        for id in parents {
            let parent = try repository.commit(try id.commitID())
            if try object(in: parent, repository) == here { return false }
        }
        return true
    }

    private mutating func object(
        in commit: borrowing CommitHandle, _ repository: borrowing RepositoryHandle
    ) throws(GitError) -> String? {
        guard let top = commit.treeID() else { return nil }
        return try object(below: top, depth: 0, repository)
    }

    private mutating func object(
        below directory: git_oid, depth: Int, _ repository: borrowing RepositoryHandle
    ) throws(GitError) -> String? {
        guard depth < names.count else { return nil }
        let place = Place(depth: depth, directory: directory.hexadecimal)
        if let found = known[place] { return found }
        let tree = try repository.tree(directory)
        var found: String?
        if let entry = try tree.entry(named: names[depth]) {
            if depth == names.count - 1 {
                found = entry.id.hexadecimal
            } else if entry.mode == GIT_FILEMODE_TREE {
                found = try object(below: entry.id, depth: depth + 1, repository)
            }
        }
        known[place] = .some(found)
        return found
    }
}
