public import BrokerModel

/// A record of the audit chain, for people to read; what the chain's hashes
/// cover is `AuditRecord`.
public struct AuditEntry: Sendable, Equatable {
    /// Its place in the chain, from 1 on without a hole.
    public var sequence: Int64
    public var at: Timestamp
    public var actor: String
    public var action: String
    public var subject: String
    public var run: RunID?

    /// Hexadecimal digits.
    public var commit: String?
    public var outcome: String

    /// Of a plan that is kept only what it does, in a line.
    public var detail: String?

    /// Over this record and the hash before it.
    public var hash: Digest
}
