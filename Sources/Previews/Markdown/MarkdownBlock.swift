/// A part of a comment that stands on lines of its own.
public struct MarkdownBlock: Sendable, Hashable {
    /// As it is sent, ending with a line end.
    public let source: String

    private init(lines: [String]) {
        source = lines.joined(separator: "\n") + "\n"
    }

    /// What it takes of the size a forge admits, in bytes of UTF-8, with the
    /// empty line after it.
    var size: Int { source.utf8.count + 1 }

    public static func paragraph(_ content: Markdown) -> Self { Self(lines: [content.source]) }
    public static func heading(_ content: Markdown) -> Self { Self(lines: ["#### " + content.source]) }
    public static func list(_ items: [Markdown]) -> Self { Self(lines: items.map { "- " + $0.source }) }

    /// A list under a title of ours.
    static func section(_ title: Markdown, _ items: [Markdown]) -> Self {
        Self(lines: ["**\(title.source)**", ""] + items.map { "- " + $0.source })
    }

    /// Rows of as many cells as the header has; a missing cell is empty.
    public static func table(_ header: [Markdown], _ rows: [[Markdown]]) -> Self {
        let line = { (cells: [Markdown]) in
            "| " + header.indices.map { $0 < cells.count ? cells[$0].source : "" }.joined(separator: " | ") + " |"
        }
        return Self(lines: [line(header), "|" + String(repeating: "---|", count: header.count)] + rows.map(line))
    }

    /// Code that nothing in it can end: its fence is longer than any run of
    /// backticks in it (CommonMark 0.31, section 4.5).
    public static func fence(_ text: String, language: StaticString = "") -> Self {
        let fence = String(repeating: "`", count: max(3, longestRun(in: text) + 1))
        return Self(lines: [fence + language.description] + VisibleText.lines(text) + [fence])
    }

    /// Folded away under a summary, which is set as code: between HTML tags
    /// markdown is not read, and mentions are.
    public static func details(summary: String, _ content: [MarkdownBlock]) -> Self {
        let inner = content.map(\.source).joined(separator: "\n")
        return Self(
            lines: ["<details><summary>\(MarkdownText.html(summary))</summary>", "", inner, "</details>"])
    }

    /// Seen only in the source of the comment.
    ///
    /// - Parameter words: ours; anything but letters, digits and hyphens is left out.
    static func hidden(_ words: [String]) -> Self {
        let kept = words.map { word in
            String(
                word.unicodeScalars.filter {
                    $0.isASCII && ($0.properties.isAlphabetic || $0 == "-" || ("0"..."9").contains($0))
                })
        }
        return Self(lines: ["<!-- " + kept.joined(separator: " ") + " -->"])
    }

    private static func longestRun(in text: String) -> Int {
        var longest = 0
        var current = 0
        for byte in text.utf8 {
            current = byte == UInt8(ascii: "`") ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }
}
