import BrokerModel
import GRDB

extension LedgerStore {
    /// What the heads that were published tell of records that are not here any
    /// more, and no record has noted as lost yet.
    ///
    /// - Parameters:
    ///   - published: the newest first.
    ///   - known: the last record that came back, as far as somebody knows.
    ///   - reason: what to say of it.
    /// - Returns: nil when every head is of this chain, or known to be lost.
    public func loss(from published: [AuditPlace], after known: Int64 = 0, reason: String) async throws -> LossNote? {
        try await read("hold the ledger against the published heads") { database in
            let lost = NotedHeads(published: published).lost(try LossNote.all(in: database))
            let start = try AuditPlace.start(in: database)
            var missing: [AuditPlace] = []
            var common: Int64 = 0
            for head in published where !lost.contains(head) {
                // What was pruned can be held against the export alone.
                let isHere =
                    try head.sequence < start.sequence
                    || ExportReader.hash(of: head.sequence, in: database) == head.hash
                if !isHere { missing.append(head) }
                // Those published before anything that is missing were of both.
                common = isHere && !missing.isEmpty ? max(common, head.sequence) : 0
            }
            guard let last = missing.first, let first = missing.map(\.sequence).min() else { return nil }
            return LossNote(after: max(common, min(known, first - 1)), last: last, reason: reason)
        }
    }

    /// Records that this ledger lacks the last of what is known to have been
    /// there.
    public func note(_ loss: LossNote, by actor: String) async throws {
        try await note(LossNote.action, LossNote.subject, by: actor, outcome: "lost", detail: loss.text)
    }
}
