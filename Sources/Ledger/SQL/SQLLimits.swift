/// How much a question in SQL may cost.
public struct SQLLimits: Sendable, Equatable {
    public var time: Duration
    public var rows: Int

    /// Of one value, in bytes.
    public var valueSize: Int32

    /// Of all values together, in bytes.
    public var answerSize: Int

    public init(
        time: Duration = .seconds(10), rows: Int = 1000, valueSize: Int32 = 8 << 20, answerSize: Int = 1 << 30
    ) {
        self.answerSize = answerSize
        self.time = time
        self.rows = rows
        self.valueSize = valueSize
    }
}
