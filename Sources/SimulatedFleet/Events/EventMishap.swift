/// What goes wrong with an event on its way from an engine to who follows it.
public enum EventMishap: Sendable, Equatable {
    case missed
    case repeated
    case late(Duration)

    /// The connection breaks in the middle of it.
    case cut
}
