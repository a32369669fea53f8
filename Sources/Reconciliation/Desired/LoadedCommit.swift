public import BrokerModel
public import DesiredStateReader
public import GitRepository

/// A commit whose desired state was read and found valid.
public struct LoadedCommit: Sendable {
    public var commit: CommitSummary
    public var desired: DesiredState

    /// What there is to say about it, none of it an error.
    public var warnings: [Diagnostic]

    /// What has to hold of its secrets once they are open.
    public var secretRules: [SecretRule]

    /// Nodes that are as another commit wants them.
    public var pinned: [CentreID: CommitID]

    public init(
        commit: CommitSummary, desired: DesiredState, warnings: [Diagnostic], secretRules: [SecretRule] = [],
        pinned: [CentreID: CommitID] = [:]
    ) {
        self.commit = commit
        self.desired = desired
        self.warnings = warnings
        self.secretRules = secretRules
        self.pinned = pinned
    }
}
