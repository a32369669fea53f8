import BrokerModel
import DesiredStateReader
import GitRepository
import Reconciliation

/// A repository in memory with a single commit.
struct OneCommit: CommitRepository {
    private let head: CommitID
    private let files: [RepositoryFile]

    init(_ files: [SourceFile]) throws {
        guard let head = CommitID(Self.digits(of: Array("the one commit".utf8))) else {
            throw SimulatedBench.Unusable("no commit")
        }
        self.head = head
        self.files = try files.sorted { $0.path < $1.path }.map { file in
            guard let blob = ObjectID(Self.digits(of: file.bytes)) else { throw SimulatedBench.Unusable("no blob") }
            return RepositoryFile(path: file.path, bytes: file.bytes, blobID: blob, mode: .regular)
        }
    }

    func update(since known: CommitID?) -> FetchOutcome {
        known == head ? .unchanged(head) : .advanced(from: known, to: head)
    }

    func resolve(_ revision: String) -> CommitID { head }

    func commit(_ id: CommitID) -> CommitSummary {
        let author = CommitSummary.Signature(
            name: "Ada", email: "ada@example.org", seconds: 1_780_000_000, offsetMinutes: 0)
        return CommitSummary(id: id, parents: [], author: author, committer: author, message: "All of it\n")
    }

    func snapshot(of commit: CommitID, at path: String) -> Snapshot { Snapshot(files: files) }

    func signature(of commit: CommitID) -> SignedCommit? { nil }

    private static func digits(of bytes: [UInt8]) -> String { String(Digest(of: bytes).hexadecimal.prefix(40)) }
}
