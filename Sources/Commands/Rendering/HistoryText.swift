import BrokerModel
import Ledger
import Reports

/// What the lists of the past have in common.
enum HistoryText {
    /// Times to the second, in UTC, without the letters of RFC 3339.
    static func time(_ moment: Timestamp) -> String {
        String(moment.description.prefix(19)).replacing("T", with: " ")
    }

    /// The last line: that there is more, or that there is nothing.
    static func ending(shown: Int, next: HistoryCursor?, filter: HistoryFilter, of thing: String) -> String? {
        if let next {
            let page = (filter.after == nil ? "The newest " : "") + CountText.text(shown, thing)
            return "\(page); the next: --cursor \(next), more at once: --limit \(max(100, filter.limit * 5))"
        }
        if shown > 0 { return nil }
        if filter.after != nil { return "No more \(thing)s." }
        let isFiltered = filter != HistoryFilter(limit: filter.limit)
        return isFiltered ? "No \(thing)s match." : "Nothing was applied yet."
    }

    static func style(of outcome: String?) -> Style {
        switch outcome {
        case "succeeded": .green
        case "skipped", "incomplete", "interrupted", nil: .yellow
        default: .red
        }
    }
}
