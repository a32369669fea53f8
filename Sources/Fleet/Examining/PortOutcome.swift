/// What came of a connection that was tried.
public enum PortOutcome: String, Sendable, Equatable {
    case open
    /// The host answers that nobody listens: packets come there.
    case refused
    /// A router or a firewall answers that there is no way, or nobody has the
    /// address.
    case unreachable
    /// The name has no address.
    case unresolved
    /// Nothing came back: packets are dropped on the way.
    case silent
}
