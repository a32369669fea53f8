/// What is worth keeping of a step that was carried out.
public struct StepOutput: Sendable, Equatable {
    /// The end of what the host said, free of secrets; may be empty.
    public var tail: String

    public init(tail: String = "") {
        self.tail = tail
    }
}
