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

    private var logs: [String: [CommitSummary]] = [:]
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
        let commits = try await log(of: file, from: commit)
        let value = Value(path: scalar.path, text: scalar.text)
        var found: CommitSummary?
        for candidate in commits.prefix(Self.depth) {
            guard try await values(of: file, in: candidate.id).contains(value) else { break }
            found = candidate
        }
        return found.map { ($0, isBound: commits.count > Self.depth && $0.id == commits[Self.depth - 1].id) }
    }

    private mutating func log(of file: String, from commit: CommitID) async throws -> [CommitSummary] {
        let key = "\(commit.text):\(file)"
        if let known = logs[key] { return known }
        let commits = try await repository.log(from: commit, limit: Self.depth + 1, path: path(file))
        logs[key] = commits
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
