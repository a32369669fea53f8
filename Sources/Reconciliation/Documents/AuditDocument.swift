import BrokerModel
public import Ledger

/// A record of the audit chain as JSON.
public struct AuditDocument: Encodable, Sendable {
    public let sequence: Int64
    public let at: String
    public let actor: String
    public let action: String
    public let subject: String
    public let run: Int64?
    public let commit: String?
    public let outcome: String
    public let detail: String?

    /// The hash that closes the chain up to here.
    public let hash: String

    public init(_ entry: AuditEntry) {
        sequence = entry.sequence
        at = entry.at.description
        actor = entry.actor
        action = entry.action
        subject = entry.subject
        run = entry.run?.number
        commit = entry.commit
        outcome = entry.outcome
        detail = entry.detail
        hash = entry.hash.description
    }
}
