public import BrokerModel

/// What is known of a host at a moment, by the looks around it.
public enum HostKnowledge: Sendable, Hashable {
    /// It was seen, and no longer before than a look tells.
    case seen(Timestamp)

    /// It was seen before and after, and nobody looked for long in between:
    /// what was the same at both was so all the time.
    case between(Timestamp, Timestamp)

    /// The last look did not reach it.
    case unreached(code: String, at: Timestamp, lastSeen: Timestamp?)

    /// Nobody looked for long.
    case notLooked(lastSeen: Timestamp)

    /// Nobody had looked yet.
    case neverLooked

    /// - Parameters:
    ///   - moment: the moment asked for.
    ///   - last: the last look until then.
    ///   - lastSeen: the last until then that saw the host.
    ///   - next: the first after it.
    ///   - trust: how long a look tells what is there.
    public init(
        at moment: Timestamp, last: HostLook?, lastSeen: Timestamp?, next: HostLook?, trust: Duration = HostLook.trust
    ) {
        guard let last else {
            self = .neverLooked
            return
        }
        if let code = last.failure {
            self = .unreached(code: code, at: last.at, lastSeen: lastSeen)
        } else if moment - last.at <= trust {
            self = .seen(last.at)
        } else if let next, next.failure == nil {
            self = .between(last.at, next.at)
        } else {
            self = .notLooked(lastSeen: last.at)
        }
    }

    /// When what is known was seen; nil when it never was.
    public var lastSeen: Timestamp? {
        switch self {
        case .seen(let moment), .between(let moment, _), .notLooked(let moment): moment
        case .unreached(_, _, let moment): moment
        case .neverLooked: nil
        }
    }
}
