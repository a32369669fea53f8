import BrokerModel
import Ledger

extension Reconciler {
    /// Keeps a plan that nobody carried out yet, whatever becomes of it, for whoever asks
    /// later what was approved, rejected or seen. One without a step is not kept.
    ///
    /// - Parameter because: why it waits.
    public func record(
        proposed prepared: PreparedPlan, by actor: String, outcome: ProposalOutcome, because: String? = nil
    ) async throws {
        guard !prepared.plan.steps.isEmpty else { return }
        let document = prepared.document
        let summary = [document.summary.text, because].compactMap { $0 }.joined(separator: "; ")
        try await ledger.record(
            proposed: prepared.plan.digest, of: CommitRecord(prepared.loaded.commit), by: actor,
            outcome: outcome.rawValue, summary: summary, body: try document.json)
    }
}
