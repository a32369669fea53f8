import BrokerModel
import DesiredStateReader
import GitRepository

/// Finds the commit that brought a line: walks back through the commits that
/// changed its file, as long as the value stood under the same keys. Each file is
/// read once, whatever number of its lines are asked for.
struct LineBlame {
    let repository: any CommitRepository

    /// The directory of the desired state in the repository.
    let directory: String

    private var logs: [String: (commits: [CommitSummary], limit: Int)] = [:]
    private var values: [String: Set<Value>] = [:]

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
        var found: CommitSummary?
        var index = 0
        // Most lines are not old: the history is read as far back as it takes.
        for limit in [8, 40, Self.depth + 1] {
            let commits = try await log(of: file, from: commit, limit: limit)
            while index < min(commits.count, Self.depth) {
                guard try await values(of: file, in: commits[index].id).contains(value) else {
                    return found.map { ($0, isBound: false) }
                }
                found = commits[index]
                index += 1
            }
            if commits.count < limit { return found.map { ($0, isBound: false) } }
        }
        return found.map { ($0, isBound: true) }
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
        let bytes = try await repository.file(at: path(file), in: commit)
        let scalars = bytes.map { SourceScalar.all(of: SourceFile(path: file, bytes: $0)) } ?? []
        let found = Set(scalars.map { Value(path: $0.path, text: $0.text) })
        values[key] = found
        return found
    }

    private func path(_ file: String) -> String { directory == "." ? file : "\(directory)/\(file)" }
}
