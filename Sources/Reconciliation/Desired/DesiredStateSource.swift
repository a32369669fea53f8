public import BrokerModel
import DesiredStateReader
public import GitRepository

/// Where the desired state comes from: the mirror of the repository.
public struct DesiredStateSource: Sendable {
    let mirror: any CommitRepository
    let path: String

    /// Where the heads of the audit chain are published; nil when they are not.
    let auditReference: String?
    let clock: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - includesProposals: whether the heads of pull and merge requests are
    ///     fetched, too.
    ///   - directories: further references that are fetched: `refs/changes/`.
    public init(
        _ settings: RepositorySettings, directory: String, includesProposals: Bool = false,
        directories: [String] = [],
        clock: @escaping @Sendable () -> Timestamp
    ) throws {
        let access = RemoteAccess(sshIdentityFile: settings.identityFile, httpsTokenFile: settings.tokenFile)
        mirror = GitMirror(
            directory: directory, of: try RepositoryLocation(settings.url), branch: settings.branch, access: access,
            includesProposals: includesProposals, directories: directories)
        path = settings.path
        // One level, as "a" and "a/b" cannot both be a reference.
        let branch = settings.branch.split(separator: "/").joined(separator: "%")
        auditReference = settings.publishesAuditHead ? "refs/isobar/audit/\(branch)" : nil
        self.clock = clock
    }

    /// The desired state in a directory of any repository.
    init(_ repository: any CommitRepository, path: String, clock: @escaping @Sendable () -> Timestamp) {
        mirror = repository
        self.path = path
        auditReference = nil
        self.clock = clock
    }

    /// Who made a commit, when, and what its message begins with.
    public func commit(_ id: CommitID) async throws -> CommitSummary { try await mirror.commit(id) }

    /// Fetches what is new.
    ///
    /// - Parameter known: the commit that was worked with last, by which a
    ///   rewritten branch is noticed.
    /// - Throws: a failed fetch is an error, never an empty state.
    public func update(since known: CommitID? = nil) async throws -> FetchOutcome {
        try await mirror.update(since: known)
    }

    /// Reads and checks the state of a revision; nil means the head of the
    /// branch.
    ///
    /// - Parameters:
    ///   - pinned: nodes that shall be as another commit wants them.
    ///   - today: the date nodes expire by; read once for one piece of work, so
    ///     that no midnight falls into it.
    ///   - earlier: a plan of which the state is taken if it is that of the same
    ///     commit and date: it would be read to be the same.
    /// - Throws: ``DesiredStateInvalid`` with everything that is wrong.
    public func load(
        _ revision: String?, pinned: [CentreID: CommitID] = [:], today: CalendarDate,
        reusing earlier: PreparedPlan? = nil
    ) async throws -> LoadedCommit {
        let id = try await mirror.resolve(revision ?? "HEAD")
        if let earlier, earlier.loaded.commit.id == id, earlier.today == today, earlier.loaded.pinned == pinned {
            return earlier.loaded
        }
        let commit = try await mirror.commit(id)
        let result = DesiredState.read(try await mirror.snapshot(of: id, at: path), today: today)
        guard var state = result.state else {
            throw DesiredStateInvalid(subject: "commit \(id.abbreviated)", diagnostics: result.diagnostics)
        }
        for (centre, commit) in pinned.sorted(by: { $0.key < $1.key }) {
            state.put(try await node(centre, of: commit, today: today))
        }
        return LoadedCommit(
            commit: commit, desired: state, warnings: result.diagnostics, secretRules: result.secretRules,
            pinned: pinned)
    }

    /// A node as a commit wants it, with the image it had there.
    ///
    /// - Throws: ``Failure`` with `notFound` when there is no such node there;
    ///   ``DesiredStateInvalid``.
    public func node(_ centre: CentreID, of commit: CommitID, today: CalendarDate) async throws -> Node {
        let desired = try await load(commit.text, today: today).desired
        guard var node = desired.nodes.first(where: { $0.centreID == centre }) else {
            throw Failure(
                .notFound, attempted: "go back with the node \(centre)", on: "commit \(commit.abbreviated)",
                response: "that commit has no nodes/\(centre).yaml",
                remedy: "choose a run of a commit that has it: isobar history --node \(centre)")
        }
        node.image = node.image ?? desired.versions.antiloop
        return node
    }

    /// Today's date, in UTC.
    public func today() throws -> CalendarDate {
        guard let date = clock().date else {
            throw Failure(
                .configurationInvalid, attempted: "read the date", on: "the system's clock",
                response: "it shows a year that no calendar has", remedy: "set the clock")
        }
        return date
    }
}
