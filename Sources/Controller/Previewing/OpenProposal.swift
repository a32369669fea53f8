import BrokerModel

/// Where something that is not merged yet stands.
struct OpenProposal: Sendable, Equatable {
    var head: CommitID

    /// Whether the forge says that its head is of another repository.
    var isFork = false
}
