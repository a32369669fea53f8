import Ledger
import Reconciliation

/// What the heads in the repository tell of records that a ledger does not have
/// any more.
enum PublishedLoss {
    /// Notes it in the ledger, so that these heads are known for what they are.
    ///
    /// - Parameter last: the last record that came back, where that is known.
    /// - Returns: nil when nothing is missing that is known of.
    static func note(
        in ledger: LedgerStore, _ session: Session, after last: Int64 = 0, reason: String
    ) async throws -> LossNote? {
        let published = try await session.source().publishedAuditHeads()
        guard let loss = try await ledger.loss(from: published, after: last, reason: reason) else { return nil }
        try await ledger.note(loss, by: session.actor)
        return loss
    }

    static func text(_ loss: LossNote) -> String {
        let (first, last) = (loss.after + 1, loss.last.sequence)
        let records = first == last ? "record \(last)" : "records \(first) to \(last)"
        return "Missing: \(records), as published in the repository; noted as lost.\n"
    }
}
