public import BrokerModel

/// What a commit says about itself.
public struct CommitSummary: Sendable, Hashable {
    /// Who did something, and when by their own clock.
    public struct Signature: Sendable, Hashable {
        public var name: String
        public var email: String

        /// Seconds since 1970-01-01T00:00:00Z.
        public var seconds: Int64

        /// Minutes east of Greenwich where it was done.
        public var offsetMinutes: Int

        public init(name: String, email: String, seconds: Int64, offsetMinutes: Int) {
            self.name = name
            self.email = email
            self.seconds = seconds
            self.offsetMinutes = offsetMinutes
        }
    }

    public var id: CommitID

    /// None for a first commit, two or more for a merge.
    public var parents: [CommitID]

    public var author: Signature
    public var committer: Signature

    /// The whole message as committed, read as UTF-8.
    public var message: String

    public init(id: CommitID, parents: [CommitID], author: Signature, committer: Signature, message: String) {
        self.id = id
        self.parents = parents
        self.author = author
        self.committer = committer
        self.message = message
    }

    /// The first paragraph of the message on one line, fit for a terminal.
    public var summary: String {
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).trimmed }
        let paragraph = lines.drop(while: \.isEmpty).prefix { !$0.isEmpty }
        return paragraph.joined(separator: " ").printable
    }
}
