public import BrokerModel

/// What the ledger keeps of a commit.
public struct CommitRecord: Sendable, Equatable {
    /// The object identifier, 20 bytes (32 in a SHA-256 repository).
    public var hash: [UInt8]

    /// `Name <mail>`.
    public var author: String
    public var authoredAt: Timestamp
    public var summary: String

    public init(hash: [UInt8], author: String, authoredAt: Timestamp, summary: String) {
        self.hash = hash
        self.author = author
        self.authoredAt = authoredAt
        self.summary = summary
    }
}
