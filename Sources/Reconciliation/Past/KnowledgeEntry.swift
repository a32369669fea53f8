import BrokerModel
public import History

/// What is known of a host at a moment, as JSON.
public struct KnowledgeEntry: Encodable, Sendable, Equatable {
    /// `seen`, `between`, `unreached`, `not-looked`, `never-looked`.
    public let knowledge: String

    /// When what is known was seen.
    public let seenAt: String?

    /// Of `between`: when it was seen again.
    public let seenAgainAt: String?

    /// Of `unreached`: why, and since which look.
    public let failure: String?
    public let failedAt: String?

    public init(_ known: HostKnowledge) {
        seenAt = known.lastSeen?.description
        var (again, code, failed): (String?, String?, String?) = (nil, nil, nil)
        switch known {
        case .seen:
            knowledge = "seen"
        case .between(_, let after):
            knowledge = "between"
            again = after.description
        case .unreached(let failure, let at, _):
            knowledge = "unreached"
            code = failure
            failed = at.description
        case .notLooked:
            knowledge = "not-looked"
        case .neverLooked:
            knowledge = "never-looked"
        }
        seenAgainAt = again
        failure = code
        failedAt = failed
    }
}
