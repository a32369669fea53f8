public import BrokerModel

/// What a forge shows beside a commit.
public struct CommitStatus: Sendable, Hashable {
    public enum State: String, Sendable, Hashable, CaseIterable {
        case pending
        case success
        case failure
        /// It could not be told.
        case error
    }

    public var commit: CommitID
    public var state: State

    /// Tells statuses of one commit apart: `isobar/preview`.
    public var context: String

    /// At most 140 characters, which is what GitHub takes.
    public var summary: String

    public init(commit: CommitID, state: State, context: String, summary: String) {
        self.commit = commit
        self.state = state
        self.context = context
        self.summary = summary
    }
}
