import BrokerModel
import DesiredStateReader
import GitRepository

/// Finds the commit that brought a line: walks back through the commits that
/// changed its file, as long as the value stood under the same keys, and from a merge
/// on by the parent that had it. Each file is read once, whatever number of its lines
/// are asked for.
struct LineBlame {
    let repository: any CommitRepository

    /// The directory of the desired state in the repository.
    let directory: String

    private var logs: [String: (commits: [CommitSummary], limit: Int)] = [:]
    private var values: [String: Set<Value>] = [:]
    private var texts: [[UInt8]: Set<Value>] = [:]

    /// Where it stands in the file does not matter.
    private struct Value: Hashable {
        var path: String
        var text: String
    }

    init(repository: any CommitRepository, directory: String) {
        self.repository = repository
        self.directory = directory
    }

    /// So many commits that changed the file are looked at.
    static let depth = 200

    /// - Returns: the commit, and whether the search was ended before its
    ///   beginning was found.
    mutating func introduction(
        of scalar: SourceScalar, at commit: CommitID
    ) async throws -> (CommitSummary, isBound: Bool)? {
        let file = scalar.position.file
        let value = Value(path: scalar.path, text: scalar.text)
        guard try await values(of: file, in: commit).contains(value) else { return nil }
        var start = commit
        var found: CommitSummary?
        var looked = 0
        while looked < Self.depth {
            let (last, count) = try await oldest(with: value, in: file, from: start, most: Self.depth - looked)
            looked += max(count, 1)
            let reached = if let last { last } else { try await repository.commit(start) }
            found = reached
            // Commits are come upon by date. One that was made beside this one, and had not the
            // value, ends that; a parent may have it all the same.
            guard let parent = try await parent(of: reached, having: value, in: file) else {
                return (reached, isBound: false)
            }
            start = parent
        }
        return found.map { ($0, isBound: true) }
    }

    /// The last of the commits that changed the file, as they are come upon, before one in
    /// which the value does not stand, and how many were looked at.
    private mutating func oldest(
        with value: Value, in file: String, from start: CommitID, most: Int
    ) async throws -> (CommitSummary?, count: Int) {
        var found: CommitSummary?
        var index = 0
        // Most lines are not old: the history is read as far back as it takes.
        for limit in [8, 40, Self.depth] {
            let commits = try await log(of: file, from: start, limit: limit)
            while index < min(commits.count, most) {
                guard try await values(of: file, in: commits[index].id).contains(value) else { return (found, index) }
                found = commits[index]
                index += 1
            }
            if commits.count < limit { break }
        }
        return (found, index)
    }

    private mutating func parent(
        of commit: CommitSummary, having value: Value, in file: String
    ) async throws -> CommitID? {
        for parent in commit.parents {
            if try await values(of: file, in: parent).contains(value) { return parent }
        }
        return nil
    }

    private mutating func log(of file: String, from commit: CommitID, limit: Int) async throws -> [CommitSummary] {
        let key = "\(commit.text):\(file)"
        if let known = logs[key], known.limit >= limit { return known.commits }
        let commits = try await repository.log(from: commit, limit: limit, path: path(file))
        logs[key] = (commits, limit)
        return commits
    }

    /// None of a commit without the file.
    private mutating func values(of file: String, in commit: CommitID) async throws -> Set<Value> {
        let key = "\(commit.text):\(file)"
        if let known = values[key] { return known }
        let found = try await repository.file(at: path(file), in: commit).map { values(in: $0, file) } ?? []
        values[key] = found
        return found
    }

    /// What a file says is read once, in however many commits it stands so.
    private mutating func values(in bytes: [UInt8], _ file: String) -> Set<Value> {
        if let known = texts[bytes] { return known }
        let scalars = SourceScalar.all(of: SourceFile(path: file, bytes: bytes))
        let found = Set(scalars.map { Value(path: $0.path, text: $0.text) })
        texts[bytes] = found
        return found
    }

    private func path(_ file: String) -> String { directory == "." ? file : "\(directory)/\(file)" }
}
