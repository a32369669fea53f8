/// What is worth keeping of a step that was carried out.
public struct StepOutput: Sendable, Equatable {
    /// The end of what the host said, free of secrets; may be empty.
    public var tail: String

    /// How long a member of a redundant set was away for it, at most: from the
    /// beginning of the step until it was seen to be as good as before. Nil where
    /// none was taken out.
    public var away: Duration?

    public init(tail: String = "") {
        self.tail = tail
    }
}
