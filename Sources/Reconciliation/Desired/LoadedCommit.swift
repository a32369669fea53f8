public import BrokerModel
public import GitRepository

/// A commit whose desired state was read and found valid.
public struct LoadedCommit: Sendable {
    public var commit: CommitSummary
    public var desired: DesiredState

    /// What there is to say about it, none of it an error.
    public var warnings: [Diagnostic]
}
