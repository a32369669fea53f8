public import BrokerModel

/// An open pull or merge request.
public struct ProposedChange: Sendable, Hashable {
    public var number: Int
    public var head: CommitID

    /// The branch it is meant for.
    public var base: String

    /// Whether its head is of another repository. Where the forge does not say, it
    /// is taken for one.
    public var isFork: Bool

    public init(number: Int, head: CommitID, base: String, isFork: Bool) {
        self.number = number
        self.head = head
        self.base = base
        self.isFork = isFork
    }
}
