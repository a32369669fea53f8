/// How far a step is that moves many bytes.
public struct StepProgress: Sendable, Hashable {
    /// In bytes.
    public var done: Int64
    public var total: Int64

    public init(done: Int64, total: Int64) {
        self.done = done
        self.total = total
    }
}
