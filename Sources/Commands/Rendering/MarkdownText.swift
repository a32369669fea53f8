/// Text that stays text in markdown, whatever it holds.
enum MarkdownText {
    /// A span of code: fenced by one backtick more than the text has in a row
    /// (CommonMark 0.31, 6.1), without line breaks and cell separators.
    static func code(_ text: String) -> String {
        let flat = flatten(text)
        guard !flat.isEmpty else { return "` `" }
        let fence = String(repeating: "`", count: longestRun(of: "`", in: flat) + 1)
        let padding = flat.hasPrefix("`") || flat.hasSuffix("`") ? " " : ""
        return fence + padding + flat.replacing("|", with: "\\|") + padding + fence
    }

    /// Running text: every character that markdown or HTML could read is
    /// escaped.
    static func cell(_ text: String) -> String {
        var escaped = ""
        for character in flatten(text) {
            switch character {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "@": escaped += "&#64;"
            case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "#", "!", "|", "~": escaped += "\\\(character)"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    /// Text between HTML tags.
    static func html(_ text: String) -> String {
        flatten(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    /// A block of code that nothing inside can end.
    static func fenced(_ text: String, language: String) -> [String] {
        let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
        return [fence + language] + text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) + [fence]
    }

    private static func flatten(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }

    private static func longestRun(of character: Character, in text: String) -> Int {
        var longest = 0
        var current = 0
        for candidate in text {
            current = candidate == character ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }
}
