import BrokerModel
import GitRepository
import TestSupport
import Testing

/// A repository and a mirror of it, both in temporary directories.
struct MirrorScenario {
    let origin: GitFixture
    let directory: TemporaryDirectory
    let mirror: GitMirror

    /// - Parameter location: how the mirror reaches the repository; the path
    ///   when nothing is said.
    init(
        branch: String = "main",
        access: RemoteAccess = RemoteAccess(),
        includesProposals: Bool = false,
        directories: [String] = [],
        location: (GitFixture) -> String = { $0.directory }
    ) throws {
        origin = try GitFixture()
        directory = try TemporaryDirectory()
        mirror = GitMirror(
            directory: directory.path + "/mirror", of: try RepositoryLocation(location(origin)), branch: branch,
            access: access, includesProposals: includesProposals, directories: directories)
    }

    /// Commits in the repository.
    @discardableResult
    func commit(_ message: String, _ files: [String: String] = [:], removing: [String] = []) throws -> CommitID {
        try commitID(origin.commit(message, files, removing: removing))
    }
}

/// The commit a line of git's output names.
func commitID(_ text: String) throws -> CommitID {
    try #require(CommitID(text))
}

/// The failure `body` ends with; nil when it ends well.
func failure<Value>(of body: () async throws(Failure) -> Value) async -> Failure? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
