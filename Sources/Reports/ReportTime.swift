import BrokerModel

/// Times as a page has them: in UTC, without the letters of RFC 3339.
enum ReportTime {
    static func second(_ moment: Timestamp) -> String {
        String(moment.description.prefix(19)).replacing("T", with: " ")
    }

    static func minute(_ moment: Timestamp) -> String { String(second(moment).prefix(16)) }
}
