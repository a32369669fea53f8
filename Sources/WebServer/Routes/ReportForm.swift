/// In which form a report is asked for.
enum ReportForm: String, CaseIterable {
    case json
    case markdown
    case html

    private var type: String {
        switch self {
        case .json: "application/json"
        case .markdown: "text/markdown"
        case .html: "text/html"
        }
    }

    /// The form a client would rather have (RFC 9110, section 12.5.1); JSON where it
    /// takes all alike, or none of them.
    init(accepted header: String?) {
        let ranges = (header ?? "*/*").lowercased().split(separator: ",").map { range in
            let parts = range.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            return (range: parts.first ?? "", quality: quality ?? 1)
        }
        func quality(_ form: Self) -> Double {
            let family = form.type.prefix { $0 != "/" } + "/*"
            // What names a type counts before what names a family.
            for range in [form.type, String(family), "*/*"] {
                if let found = ranges.first(where: { $0.range == range }) { return found.quality }
            }
            return 0
        }
        self = Self.allCases.reduce(.json) { quality($1) > quality($0) ? $1 : $0 }
    }
}
