public import BrokerModel
import CLibgit2
import Foundation

/// A bare copy of the repository that holds the desired state, and all that is
/// read from it.
///
/// Nothing is ever checked out and nothing of the repository is executed:
/// files are read from blobs. The copy is only a cache: removing its directory
/// costs one clone.
///
/// The actor runs on a queue of its own, as libgit2 blocks. Each operation
/// opens the repository anew, so that no handle outlives a suspension.
public actor GitMirror {
    /// Where the copy is; made on the first update.
    public nonisolated let directory: String

    /// What is copied.
    public nonisolated let location: RepositoryLocation

    /// The branch that is watched.
    public nonisolated let branch: String

    /// The repository itself.
    private nonisolated let repositoryPath: String

    let access: RemoteAccess
    let references: MirroredReferences
    let patience: Duration

    private let executor: DispatchQueueExecutor

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - directory: belongs to this mirror alone; its parent exists.
    ///   - includesProposals: whether the heads of pull and merge requests are
    ///     fetched too.
    ///   - directories: further references that are fetched: `refs/changes/`.
    ///   - patience: how long the server may be silent before an update fails.
    public init(
        directory: String,
        of location: RepositoryLocation,
        branch: String,
        access: RemoteAccess = RemoteAccess(),
        includesProposals: Bool = false,
        directories: [String] = [],
        patience: Duration = .seconds(60)
    ) {
        self.directory = directory
        repositoryPath = directory + "/repository.git"
        self.location = location
        self.branch = branch
        self.access = access
        self.patience = patience
        references = MirroredReferences(includesProposals: includesProposals, directories: directories)
        executor = DispatchQueueExecutor(label: "isobar.git-mirror")
    }

    /// A repository of somebody else, for reading alone.
    ///
    /// - Parameter repository: its directory of git: `.git` of a clone, or a bare one.
    public init(reading repository: String) throws(Failure) {
        directory = repository
        repositoryPath = repository
        location = try RepositoryLocation(repository)
        branch = "HEAD"
        access = RemoteAccess()
        patience = .zero
        references = MirroredReferences(includesProposals: false, directories: [])
        executor = DispatchQueueExecutor(label: "isobar.git-reading")
    }
}

extension GitMirror {
    var branchReference: String { "refs/heads/\(branch)" }

    /// Where the branch was when an update last reported it. It outlives a
    /// rewrite of the branch and a crash between fetching and reporting.
    var reportedReference: String {
        // One level, as "a" and "a/b" cannot both be a reference.
        "refs/isobar/reported/" + branch.split(separator: "/").joined(separator: "%")
    }

    /// Opens the mirror for one reading operation.
    func open(to attempted: String, on subject: String) throws(Failure) -> RepositoryHandle {
        guard FileManager.default.fileExists(atPath: repositoryPath) else {
            throw Failure(
                .repositoryFailed, attempted: attempted, on: subject,
                response: "the mirror \(directory) does not exist yet", remedy: "fetch the repository first")
        }
        do {
            try LibGit2.start()
            return try RepositoryHandle(openingBareAt: repositoryPath)
        } catch {
            throw failure(error, attempted: attempted, on: subject)
        }
    }

    /// Opens the mirror, making it when there is none.
    func openOrCreate() throws(Failure) -> RepositoryHandle {
        do {
            try LibGit2.start()
            if FileManager.default.fileExists(atPath: repositoryPath) {
                return try RepositoryHandle(openingBareAt: repositoryPath)
            }
            return try RepositoryHandle(creatingBareAt: repositoryPath)
        } catch {
            throw failure(error, attempted: "open the mirror", on: directory)
        }
    }

    /// A failure of the copy itself.
    func failure(_ error: GitError, attempted: String, on subject: String) -> Failure {
        // libgit2 has no code for it, and ends such messages with the system's words.
        if error.message.hasSuffix(String(cString: strerror(ENOSPC))) {
            return Failure(
                .diskFull, attempted: attempted, on: subject, response: error.message,
                remedy: "make room on the file system of the mirror \(directory)")
        }
        return Failure(
            .repositoryFailed, attempted: attempted, on: subject, response: error.message,
            remedy: "if the mirror \(directory) is damaged, remove it: the next fetch makes it anew")
    }
}
