public import BrokerModel
import DesiredStateReader
public import GitRepository

/// Where the desired state comes from: the mirror of the repository.
public struct DesiredStateSource: Sendable {
    let mirror: any CommitRepository
    let path: String
    let clock: @Sendable () -> Timestamp

    public init(_ settings: RepositorySettings, directory: String, clock: @escaping @Sendable () -> Timestamp) throws {
        let access = RemoteAccess(sshIdentityFile: settings.identityFile, httpsTokenFile: settings.tokenFile)
        mirror = GitMirror(
            directory: directory, of: try RepositoryLocation(settings.url), branch: settings.branch, access: access)
        path = settings.path
        self.clock = clock
    }

    /// The desired state at the top of any repository.
    init(_ repository: any CommitRepository, clock: @escaping @Sendable () -> Timestamp) {
        mirror = repository
        path = "."
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
    ///   - today: the date nodes expire by; read once for one piece of work, so
    ///     that no midnight falls into it.
    ///   - earlier: a plan of which the state is taken if it is that of the same
    ///     commit and date: it would be read to be the same.
    /// - Throws: ``DesiredStateInvalid`` with everything that is wrong.
    public func load(
        _ revision: String?, today: CalendarDate, reusing earlier: PreparedPlan? = nil
    ) async throws -> LoadedCommit {
        let id = try await mirror.resolve(revision ?? "HEAD")
        if let earlier, earlier.loaded.commit.id == id, earlier.today == today { return earlier.loaded }
        let commit = try await mirror.commit(id)
        let result = DesiredState.read(try await mirror.snapshot(of: id, at: path), today: today)
        guard let state = result.state else {
            throw DesiredStateInvalid(subject: "commit \(id.abbreviated)", diagnostics: result.diagnostics)
        }
        return LoadedCommit(
            commit: commit, desired: state, warnings: result.diagnostics, secretRules: result.secretRules)
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
