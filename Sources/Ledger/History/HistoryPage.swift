/// What was found, the newest first.
public struct HistoryPage<Entry: Sendable>: Sendable {
    public var entries: [Entry]

    /// Whether there is more than the limit let through.
    public var hasMore: Bool
}
