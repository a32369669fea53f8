/// What a question in SQL found.
public struct SQLAnswer: Sendable, Equatable {
    public var columns: [String]
    public var rows: [[SQLValue]]

    /// Whether there were more rows than the limit let through.
    public var hasMore: Bool
}
