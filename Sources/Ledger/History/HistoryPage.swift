/// What was found, the newest first.
public struct HistoryPage<Entry: Sendable>: Sendable {
    public var entries: [Entry]

    /// Whether there is more than the limit let through.
    public var hasMore: Bool

    /// Where the next page begins; nil when there is none.
    public var next: HistoryCursor?

    init(entries: [Entry], next: HistoryCursor?) {
        self.entries = entries
        self.next = next
        hasMore = next != nil
    }
}
