public import BrokerModel

/// What looking at the remote branch found.
public enum FetchOutcome: Sendable, Hashable {
    /// The branch is where it was.
    case unchanged(CommitID)

    /// The branch holds new commits on top of `from`; nil at the first look.
    case advanced(from: CommitID?, to: CommitID)

    /// The branch no longer contains `from`: it was force-pushed or reset.
    case rewritten(from: CommitID, to: CommitID)

    /// Where the branch is now.
    public var head: CommitID {
        switch self {
        case .unchanged(let head), .advanced(_, let head), .rewritten(_, let head): head
        }
    }
}
