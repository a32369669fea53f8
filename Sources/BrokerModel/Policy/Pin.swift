/// A commit that holds in place of the branch's, for the broker or for one node:
/// what a rollback leaves. It ends with the next commit on the branch, or when a
/// person ends it.
public struct Pin: Sendable, Equatable {
    /// The run that was gone back to.
    public var run: Int64

    /// Its commit.
    public var commit: CommitID

    /// Nil for the whole broker.
    public var node: CentreID?

    /// Where the branch stood: with another head the pin is over.
    public var head: CommitID

    /// A person, or the service itself after a rollout that failed.
    public var actor: String
    public var reason: String?

    public init(
        run: Int64, commit: CommitID, node: CentreID? = nil, head: CommitID, actor: String, reason: String? = nil
    ) {
        self.run = run
        self.commit = commit
        self.node = node
        self.head = head
        self.actor = actor
        self.reason = reason
    }

    /// What it holds, as people name parts of the broker.
    public var scope: ChangeScope { node.map(ChangeScope.node) ?? .all }
}
