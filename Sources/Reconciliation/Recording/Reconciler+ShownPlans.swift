import BrokerModel
import Ledger

extension Reconciler {
    /// Keeps a plan that nobody carried out yet, whatever becomes of it, for whoever asks
    /// later what was approved, rejected or seen. One without a step is not kept.
    ///
    /// - Parameter because: why it waits.
    public func record(
        proposed shown: ShownPlan, by actor: String, outcome: ProposalOutcome, because: String? = nil
    ) async throws {
        guard let body = shown.body else { return }
        let summary = [shown.summary, because].compactMap { $0 }.joined(separator: "; ")
        try await ledger.record(
            proposed: shown.digest, of: shown.commit, by: actor, outcome: outcome.rawValue, summary: summary, body: body)
    }
}
