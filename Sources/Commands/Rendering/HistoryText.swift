import BrokerModel
import Ledger

/// What the lists of the past have in common.
enum HistoryText {
    /// Times to the second, in UTC, without the letters of RFC 3339.
    static func time(_ moment: Timestamp) -> String {
        String(moment.description.prefix(19)).replacing("T", with: " ")
    }

    /// The last line: that there is more, or that there is nothing.
    static func ending(shown: Int, hasMore: Bool, filter: HistoryFilter, of things: String) -> String? {
        if hasMore { return "The newest \(shown) \(things); there are more: --limit \(max(100, filter.limit * 5)), --since, --until" }
        if shown > 0 { return nil }
        let isFiltered = filter != HistoryFilter(limit: filter.limit)
        return isFiltered ? "No \(things) match." : "Nothing was applied yet."
    }

    static func style(of outcome: String?) -> Style {
        switch outcome {
        case "succeeded": .green
        case "skipped", "incomplete", "interrupted", nil: .yellow
        default: .red
        }
    }
}
