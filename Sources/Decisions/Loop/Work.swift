import BrokerModel

/// What is at hand. There is one thing at a time; only the branch is also
/// looked at while something is carried out.
enum Work: Sendable {
    case idle
    case looking(CommitID)
    case running(Order)

    var isIdle: Bool { if case .idle = self { true } else { false } }
    var isLooking: Bool { if case .looking = self { true } else { false } }
}
