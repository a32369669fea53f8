public import BrokerModel

/// How carrying out an order ended.
public struct RunEnd: Sendable, Equatable {
    public enum Outcome: Sendable, Equatable {
        case succeeded
        /// Something failed, or was not done.
        case failed
        /// It was stopped before all steps were begun.
        case interrupted
    }

    public var outcome: Outcome

    /// What failed, of steps and hosts.
    public var codes: [FailureCode]

    /// Of the resources it failed with, why; empty where it came to none.
    public var failed: [ResourceAddress: FailureCode]

    /// What to tell about it, in a line or more.
    public var text: String

    /// The last commit that was applied as a whole, after this.
    public var applied: CommitID?

    /// Whether the ledger could not be written, or read: no fault of the commit.
    public var isOfRecord: Bool

    public init(
        outcome: Outcome, codes: [FailureCode] = [], failed: [ResourceAddress: FailureCode] = [:], text: String = "",
        applied: CommitID?, isOfRecord: Bool = false
    ) {
        self.failed = failed
        self.isOfRecord = isOfRecord
        self.outcome = outcome
        self.codes = codes
        self.text = text
        self.applied = applied
    }
}
