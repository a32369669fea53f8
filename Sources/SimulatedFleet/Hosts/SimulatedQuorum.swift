/// A host's part in the third vote: what it gives, or what it asks for.
struct SimulatedQuorum: Sendable, Equatable {
    /// Whether it gives the vote.
    var isServing = false

    /// Whether it asks for it.
    var isAsking = false

    /// The digest of the authority that gave it a certificate.
    var authority: String?

    /// The digest of the authority it asked for one.
    var requested: String?
}
