extension PreviewComment {
    /// What stands before the moment hosts were observed.
    static let beforeMoment = "hosts observed at "

    /// Whether two comments tell the same, but for the moment of the look. A forge may
    /// end lines in its own way.
    public static func tellTheSame(_ left: String, _ right: String) -> Bool { undated(left) == undated(right) }

    private static func undated(_ comment: String) -> String {
        let text = comment.replacing("\r\n", with: "\n")
        guard let start = text.ranges(of: beforeMoment).last,
            let end = text[start.upperBound...].firstRange(of: ", head ")
        else { return text }
        return String(text[..<start.upperBound] + text[end.lowerBound...])
    }
}
