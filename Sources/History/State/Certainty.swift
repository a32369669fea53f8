/// How sure it is that a resource was as it is told.
public enum Certainty: String, Sendable, Hashable, Codable {
    /// A look saw it, and told it still.
    case seen

    /// Nobody looked for long; it was the same before and after.
    case held

    /// Not known: this is what was seen last.
    case unknown
}
