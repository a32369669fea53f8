/// Who moved.
public enum StepCause: String, Sendable, Hashable, Codable {
    /// Git moved: the desired state changed since it was last applied.
    case pending
    /// The host moved: it differs from what was last applied.
    case drift
}
