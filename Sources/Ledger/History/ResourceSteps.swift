/// What was done to a resource, as far as it was read.
public struct ResourceSteps: Sendable, Equatable {
    /// Steps that succeeded, the oldest first: of each kind, the newest.
    public var succeeded: [ResourceStep]

    /// Whether there was any step, whatever came of it.
    public var isTouched: Bool

    /// Properties of which older steps were not read: the number of the oldest
    /// from which on all were.
    public var readFrom: [String: Int64]
}
