import Ledger

/// Which part of a list is asked for.
struct PageRequest {
    static let parameters: Set<String> = ["limit", "cursor"]

    /// How many entries a page has at most.
    let limit: Int

    /// Where the page before ended, as that page said; nil for the first.
    let cursor: String?

    init(_ query: QueryReader) throws {
        limit =
            try query.value("limit", "a number from 1 to 500") { text in
                Int(text).flatMap { (1...500).contains($0) ? $0 : nil }
            } ?? 50
        cursor = try query.text("cursor")
    }

    init(limit: Int, cursor: String?) {
        self.limit = limit
        self.cursor = cursor
    }

    /// A cursor of what happened.
    static func past(_ query: QueryReader, _ listing: HistoryCursor.Listing) throws -> HistoryCursor? {
        try query.value("cursor", "a nextCursor of this list") { text in
            HistoryCursor(text).flatMap { $0.listing == listing ? $0 : nil }
        }
    }

    /// The part of a list whose entries have names, in order.
    func part<Entry>(of entries: [Entry], by name: (Entry) -> String) -> (entries: [Entry], next: String?) {
        let rest = entries.filter { entry in cursor.map { name(entry) > $0 } ?? true }.sorted { name($0) < name($1) }
        let part = Array(rest.prefix(limit))
        return (part, rest.count > part.count ? part.last.map(name) : nil)
    }
}
