/// What goes wrong with one exchange between a controller and a host.
public enum Mishap: Sendable, Equatable {
    /// The controller is killed before the host gets the request, or after the
    /// host has carried it out.
    case crashBefore, crashAfter

    /// The connection breaks, before or after.
    case lostBefore, lostAfter

    /// The connection breaks after some verbs of a request to the helper.
    case cut(after: Int)

    /// The host carries it out when the controller has long given up.
    case late(Duration)

    /// The host takes so long.
    case slow(Duration)

    /// A look is answered with what was there a while ago.
    case stale
}

/// An exchange, for who decides what goes wrong with it.
public struct Occasion: Sendable {
    public var host: String

    /// What the exchange changes, in its order.
    public var changes: [Effect.Action]
    public var isEngine: Bool

    public var isChange: Bool { !changes.isEmpty }
}

/// Decides what goes wrong, and what else happens to the hosts.
public protocol MishapSource: Sendable {
    /// Called before every exchange with a host; may change the hosts as people
    /// and machines do.
    mutating func meanwhile(_ host: String, hosts: inout [String: SimulatedHost], now: Duration)
    mutating func next(_ occasion: Occasion) -> Mishap?

    /// What goes wrong with an event that an engine sends to who follows it.
    mutating func next(eventOn host: String) -> EventMishap?
}

extension MishapSource {
    public mutating func next(eventOn host: String) -> EventMishap? { nil }
}
