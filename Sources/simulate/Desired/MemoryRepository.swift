import BrokerModel
import GitRepository
import Reconciliation
import Synchronization

/// A repository in memory with one branch.
final class MemoryRepository: CommitRepository {
    private struct State {
        var head: CommitID?
        var commits: [CommitID: [RepositoryFile]] = [:]
    }

    private let state = Mutex(State())

    struct Unknown: Error {}

    /// Puts a commit on top of the branch.
    func push(_ files: [String: String], number: Int) {
        guard let id = CommitID(Self.hash("commit \(number)")) else { return }
        let files = files.sorted { $0.key < $1.key }.compactMap { path, text -> RepositoryFile? in
            let bytes = Array(text.utf8)
            return ObjectID(Self.hash(text)).map {
                RepositoryFile(path: path, bytes: bytes, blobID: $0, mode: .regular)
            }
        }
        state.withLock { state in
            state.head = id
            state.commits[id] = files
        }
    }

    func update(since known: CommitID?) throws -> FetchOutcome {
        guard let head = state.withLock({ $0.head }) else { throw Unknown() }
        return known == head ? .unchanged(head) : .advanced(from: known, to: head)
    }

    func resolve(_ revision: String) throws -> CommitID {
        let id = revision == "HEAD" ? state.withLock { $0.head } : CommitID(revision)
        guard let id else { throw Unknown() }
        return id
    }

    func commit(_ id: CommitID) -> CommitSummary {
        let author = CommitSummary.Signature(
            name: "Ada", email: "ada@example.org", seconds: 1_790_000_000, offsetMinutes: 0)
        return CommitSummary(id: id, parents: [], author: author, committer: author, message: "A change\n")
    }

    func snapshot(of commit: CommitID, at path: String) throws -> Snapshot {
        guard let files = state.withLock({ $0.commits[commit] }) else { throw Unknown() }
        return Snapshot(files: files)
    }

    func signature(of commit: CommitID) -> SignedCommit? { nil }

    private static func hash(_ text: String) -> String { String(Digest(of: Array(text.utf8)).hexadecimal.prefix(40)) }
}
