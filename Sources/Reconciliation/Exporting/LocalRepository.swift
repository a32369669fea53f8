import BrokerModel
import Foundation
import GitRepository

/// A repository on this machine that is read where it is: nothing is fetched, and
/// nothing is written to it.
struct LocalRepository: CommitRepository {
    private let mirror: GitMirror
    private let directory: String

    /// - Parameter directory: of a clone with a work tree, or of a bare one.
    /// - Throws: ``Failure`` with `usage`.
    init(_ directory: String) throws {
        self.directory = directory
        let found = [directory + "/.git", directory].first { place in
            FileManager.default.fileExists(atPath: place + "/HEAD")
        }
        guard let found else {
            throw Failure(
                .usage, attempted: "read the repository", on: directory, response: "there is no clone of git there",
                remedy: "name the top of a clone with --repository; of a work tree of git-worktree, its main clone")
        }
        mirror = try GitMirror(reading: found)
    }

    func update(since known: CommitID?) async throws -> FetchOutcome {
        throw Failure(
            .usage, attempted: "fetch", on: directory, response: "it is read as it is", remedy: "run git fetch before")
    }

    func publish(_ text: String, under reference: String, at moment: Timestamp) async throws {
        throw Failure(.usage, attempted: "publish", on: directory, response: "it is only read")
    }

    func published(under reference: String, limit: Int) async throws -> [String] { [] }

    func resolve(_ revision: String) async throws -> CommitID { try await mirror.resolve(revision) }

    func commit(_ id: CommitID) async throws -> CommitSummary { try await mirror.commit(id) }

    func snapshot(of commit: CommitID, at path: String) async throws -> Snapshot {
        try await mirror.snapshot(of: commit, at: path)
    }

    func log(from start: CommitID, limit: Int, path: String) async throws -> [CommitSummary] {
        try await mirror.log(from: start, limit: limit, path: path)
    }

    func file(at path: String, in commit: CommitID) async throws -> [UInt8]? {
        try await mirror.file(at: path, in: commit)
    }

    func signature(of commit: CommitID) async throws -> SignedCommit? { try await mirror.signature(of: commit) }

    func merge(_ head: CommitID, into base: CommitID, at path: String) async throws -> MergeOutcome {
        try await mirror.merge(head, into: base, at: path)
    }

    func isHeldByBranch(_ commit: CommitID) async throws -> Bool { try await mirror.isHeldByBranch(commit) }

    func references(below prefix: String) async throws -> [String: CommitID] {
        try await mirror.references(below: prefix)
    }

    func isAncestor(_ ancestor: CommitID, of descendant: CommitID) async throws -> Bool {
        try await mirror.isAncestor(ancestor, of: descendant)
    }
}
