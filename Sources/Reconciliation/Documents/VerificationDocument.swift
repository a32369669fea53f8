import BrokerModel
public import Ledger

/// What was proven of a ledger, as JSON.
public struct VerificationDocument: Encodable, Sendable {
    public struct Loss: Encodable, Sendable {
        public let after: Int64
        public let last: String
        public let reason: String
    }

    public let formatVersion = 1
    public let records: Int64

    /// Hash of the last record.
    public let head: String

    /// The record before the first, and its hash.
    public let start: String
    public let runs: Int64
    public let steps: Int64
    public let looks: Int64

    /// Looks since the last record that covers looks.
    public let unsealedLooks: Int64
    public let observations: Int64
    public let texts: Int64

    /// Heads that were found in the repository; nil when it was not asked.
    public let publishedHeads: Int?

    /// Why the repository could not be asked.
    public let publishedFailure: String?
    public let prunedHeads: Int
    public let lostHeads: Int
    public let losses: [Loss]

    public init(_ found: AuditVerification, published: Int?, publishedFailure: String? = nil) {
        records = found.records
        head = found.head.hash.description
        start = found.start.description
        runs = found.runs
        steps = found.steps
        looks = found.looks
        unsealedLooks = found.unsealedLooks
        observations = found.observations
        texts = found.texts
        publishedHeads = published
        self.publishedFailure = publishedFailure
        prunedHeads = found.prunedHeads
        lostHeads = found.lostHeads
        losses = found.losses.map { Loss(after: $0.after, last: $0.last.description, reason: $0.reason) }
    }
}
