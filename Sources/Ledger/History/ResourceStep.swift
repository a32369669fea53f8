public import BrokerModel

/// A step on a resource, with the run it belongs to.
public struct ResourceStep: Sendable, Equatable {
    /// Greater than that of every step that was begun before.
    public var number: Int64
    public var run: RunID
    public var actor: String
    public var command: String

    /// Hexadecimal digits.
    public var commit: String?
    public var author: String?
    public var commitSummary: String?
    public var plan: Digest
    public var step: StepRecord
}
