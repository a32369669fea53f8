import BrokerModel
import Ledger

/// A record of the audit chain as JSON.
struct AuditDocument: Encodable {
    let sequence: Int64
    let at: String
    let actor: String
    let action: String
    let subject: String
    let run: Int64?
    let commit: String?
    let outcome: String
    let detail: String?

    /// The hash that closes the chain up to here.
    let hash: String

    init(_ entry: AuditEntry) {
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
