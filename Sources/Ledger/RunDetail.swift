/// One run with all its steps, in the order they were begun.
public struct RunDetail: Sendable, Equatable {
    public var summary: RunSummary
    public var steps: [StepRecord]

    /// Who signed the commit; nil where nobody asked.
    public var signer: String?
}
