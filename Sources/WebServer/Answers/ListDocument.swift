/// A page of a list: `{"runs": […], "nextCursor": "…"}`; the last page has no
/// cursor.
struct ListDocument<Entry: Encodable>: Encodable {
    private let name: String
    private let entries: [Entry]
    private let next: String?

    init(_ name: String, _ entries: [Entry], next: String? = nil) {
        self.name = name
        self.entries = entries
        self.next = next
    }

    private struct Key: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(entries, forKey: Key(stringValue: name))
        try container.encodeIfPresent(next, forKey: Key(stringValue: "nextCursor"))
    }
}
