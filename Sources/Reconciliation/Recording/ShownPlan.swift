import BrokerModel
import Ledger

/// A plan as people were shown it, ready to be kept.
public struct ShownPlan: Sendable {
    let digest: Digest
    let commit: CommitRecord
    let summary: String

    /// The document; nil for a plan without a step, which is not kept.
    let body: String?

    public init(_ prepared: PreparedPlan) throws {
        let document = prepared.document
        digest = prepared.plan.digest
        commit = CommitRecord(prepared.loaded.commit)
        summary = document.summary.text
        body = prepared.plan.steps.isEmpty ? nil : try document.json
    }
}
