import BrokerModel

/// How one kind of forge is asked, and how it answers.
protocol ForgeDialect: Sendable {
    /// Who the token belongs to.
    var ownAccount: HTTPCall { get }

    /// The first page of the open changes for a branch.
    func openChanges(for base: String) -> HTTPCall
    func comments(on number: Int) -> HTTPCall

    /// The changes by which a commit came to its branch.
    func changes(of commit: CommitID) -> HTTPCall

    func post(_ body: String, on number: Int) throws -> HTTPCall
    func replace(_ comment: Int, on number: Int, by body: String) throws -> HTTPCall
    func set(_ status: CommitStatus) throws -> HTTPCall

    func readAccount(_ answer: HTTPAnswer) throws -> String
    func readChanges(_ answer: HTTPAnswer) throws -> [ProposedChange]

    /// The numbers in the answer to ``changes(of:)``.
    func readNumbers(_ answer: HTTPAnswer) throws -> [Int]
    func readComments(_ answer: HTTPAnswer) throws -> [ForgeComment]

    /// The page after one; nil after the last.
    func next(after call: HTTPCall, _ answer: HTTPAnswer) -> HTTPCall?

    /// Statuses of answers that may say that a commit status stands so already.
    var statusesOfStanding: Set<Int> { get }

    /// Whether an answer to setting a commit status says that it stands so already.
    func standsAlready(_ answer: HTTPAnswer) -> Bool

    /// Where the head of a change is in the repository.
    func reference(of change: Int) -> String
}

extension ForgeDialect {
    var statusesOfStanding: Set<Int> { [] }
    func standsAlready(_ answer: HTTPAnswer) -> Bool { false }
}
