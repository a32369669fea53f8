import BrokerModel
import DesiredStateReader
import GitRepository

/// Finds the commit that brought a line: walks back through the commits that
/// changed its file, as long as the value stood under the same keys.
struct LineBlame {
    let repository: any CommitRepository

    /// The directory of the desired state in the repository.
    let directory: String

    /// So many commits that changed the file are looked at.
    static let depth = 200

    /// - Returns: the commit, and whether the search was ended before its
    ///   beginning was found.
    func introduction(of scalar: SourceScalar, at commit: CommitID) async throws -> (CommitSummary, isBound: Bool)? {
        let path = directory == "." ? scalar.position.file : "\(directory)/\(scalar.position.file)"
        let commits = try await repository.log(from: commit, limit: Self.depth + 1, path: path)
        var found: CommitSummary?
        for candidate in commits.prefix(Self.depth) {
            guard let file = try await repository.file(at: path, in: candidate.id) else { break }
            let source = SourceFile(path: scalar.position.file, bytes: file)
            guard SourceScalar.all(of: source).contains(where: { $0.path == scalar.path && $0.text == scalar.text })
            else {
                break
            }
            found = candidate
        }
        return found.map { ($0, isBound: commits.count > Self.depth && $0.id == commits[Self.depth - 1].id) }
    }
}
