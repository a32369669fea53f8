public import BrokerModel

/// What Isobar asks of a forge: which changes are open, one comment on each that
/// is kept up to date, and a status beside their heads.
public struct ForgeClient: Sendable {
    private let dialect: any ForgeDialect
    private let caller: PatientCaller

    /// - Parameters:
    ///   - name: how the forge is called in failures: its address.
    ///   - timer: measures pauses.
    ///   - clock: the time of day, by which limits are reset.
    public init(
        _ kind: ForgeKind, _ repository: ForgeRepository, named name: String, over sender: any HTTPSender,
        patience: Patience = Patience(), timer: any Clock<Duration> = ContinuousClock(),
        clock: @escaping @Sendable () -> Timestamp
    ) {
        dialect =
            switch kind {
            case .github: GitHubDialect(repository: repository)
            case .gitlab: GitLabDialect(repository: repository)
            case .gitea: GiteaDialect(repository: repository)
            }
        caller = PatientCaller(sender: sender, patience: patience, timer: timer, clock: clock, name: name)
    }

    /// Where the repository has the head of a change.
    public func reference(of change: ProposedChange) -> String { dialect.reference(of: change.number) }

    /// The open changes that are meant for a branch, by number.
    public func openChanges(for base: String) async throws -> [ProposedChange] {
        let changes = try await all(dialect.openChanges(for: base), to: "list the open changes") { answer in
            try dialect.readChanges(answer)
        }
        return changes.filter { $0.base == base }.sorted { $0.number < $1.number }
    }

    /// The changes by which a commit came to its branch, squashed and rebased ones
    /// and those of a merge queue included; none where the forge knows of none.
    public func changes(of commit: CommitID) async throws -> [Int] {
        let attempted = "ask which change a commit came by"
        let answer = try await caller.call(dialect.changes(of: commit), to: attempted, accepting: [404, 409, 422])
        guard answer.isSuccess else { return [] }
        return try reading(attempted) { try dialect.readNumbers(answer) }
    }

    /// Makes sure that a change bears one comment of ours with this text.
    ///
    /// Ours is one that our account wrote and that `isOurs` knows. Where somebody
    /// deleted it, it is written anew.
    ///
    /// - Parameter isEnough: whether what a comment of ours says already may stay.
    /// - Returns: whether anything had to be written.
    @discardableResult
    public func publish(
        _ body: String, on number: Int, isOurs: @Sendable (String) -> Bool,
        isEnough: @Sendable (String) -> Bool = { _ in false }
    ) async throws -> Bool {
        let account = try await account()
        // A post that got no answer may have been taken: look again before it is repeated.
        for round in 1...Self.rounds {
            let comments = try await all(dialect.comments(on: number), to: "list the comments") { answer in
                try dialect.readComments(answer)
            }
            let own = comments.first { isOurs($0.body) && $0.author == account }
            if let own, own.body == body || isEnough(own.body) { return false }
            do {
                guard let own else {
                    _ = try await caller.call(try dialect.post(body, on: number), to: "write a comment")
                    return true
                }
                let answer = try await caller.call(
                    try dialect.replace(own.id, on: number, by: body), to: "update a comment", accepting: [404, 410])
                if answer.isSuccess { return true }
            } catch let failure as Failure where failure.code == .forgeUnreachable && round < Self.rounds {
                try await caller.timer.sleep(for: .seconds(round * 2))
                continue
            }
            // Deleted between looking and writing: look again.
        }
        throw Failure(
            .forgeUnreachable, attempted: "write a comment", on: caller.name,
            response: "the comment vanished each time it was to be updated")
    }

    /// How often the comment is looked for before it is given up.
    private static let rounds = 3

    /// Sets the status of a commit.
    public func set(_ status: CommitStatus) async throws {
        let answer = try await caller.call(
            try dialect.set(status), to: "set the status of a commit", accepting: dialect.statusesOfStanding)
        guard answer.isSuccess || dialect.standsAlready(answer) else {
            throw Failure(
                .forgeRefused, attempted: "set the status of a commit", on: caller.name,
                response: "it answers \(answer.status): \(answer.excerpt)")
        }
    }

    private func account() async throws -> String {
        let answer = try await caller.call(dialect.ownAccount, to: "ask whose token it is")
        return try reading("ask whose token it is") { try dialect.readAccount(answer) }
    }

    /// All pages of a list. A page that brings nothing new is the last.
    private func all<Item: Hashable>(
        _ first: HTTPCall, to attempted: String, _ read: (HTTPAnswer) throws -> [Item]
    ) async throws -> [Item] {
        var items: [Item] = []
        var seen: Set<Item> = []
        var next: HTTPCall? = first
        while let call = next {
            let answer = try await caller.call(call, to: attempted)
            let new = try reading(attempted) { try read(answer) }.filter { seen.insert($0).inserted }
            items += new
            next = new.isEmpty ? nil : dialect.next(after: call, answer)
        }
        return items
    }

    private func reading<Value>(_ attempted: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw Failure(
                .forgeRefused, attempted: attempted, on: caller.name,
                response: "its answer is not what its documentation says: \(error)",
                remedy: "check forge.kind and forge.url")
        }
    }
}
