/// How text of others is written so that it stays text.
enum MarkdownText {
    /// A span of code, the same in running text, in a table and between HTML
    /// tags: plain backticks where nothing in it could end them.
    static func code(_ text: String) -> String {
        let shown = VisibleText.line(text)
        guard !shown.isEmpty else { return "<code>&#32;</code>" }
        let isPlain = shown.utf8.allSatisfy { !endsCode($0) } && shown.first != " " && shown.last != " "
        return isPlain ? "`\(shown)`" : html(shown)
    }

    /// A span of code as HTML; what is in it is read neither as HTML nor as
    /// markdown.
    static func html(_ text: String) -> String {
        "<code>" + VisibleText.line(text).unicodeScalars.map(reference).joined() + "</code>"
    }

    /// Running text.
    static func escaped(_ text: String) -> String {
        let scalars = Array(VisibleText.line(text).unicodeScalars.drop { $0 == " " })
        var result = ""
        var end = 0
        for (index, scalar) in scalars.enumerated() where index >= end {
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            if index == 0 || scalars[index - 1] == " " {
                let word = scalars[index...].prefix { $0 != " " }
                if isCalling(word) {
                    // Forges look for mentions and references in what is shown, so that only code hides them.
                    result += "<code>" + word.map(reference).joined() + "</code>"
                    end = word.endIndex
                    continue
                }
            }
            if scalar == ".", next != nil, isAfterNumber(index, scalars) || isAfterWWW(index, scalars) {
                result += "&#46;"
            } else if index == 0, !scalar.properties.isAlphabetic, !isDigit(scalar) {
                result += numeric(scalar)
            } else {
                result += reference(scalar)
            }
        }
        return result
    }

    /// What makes a mention, a reference, a label, a milestone, an epic or a
    /// snippet of what follows it.
    private static let calls: Set<Unicode.Scalar> = ["@", "#", "!", "~", "%", "$", "&"]

    /// Whether something in a word begins a mention or a reference.
    private static func isCalling(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
        zip(word, word.dropFirst()).contains { scalar, next in
            calls.contains(scalar) && (next.properties.isAlphabetic || next == "\"" || isDigit(next))
        }
    }

    /// `1. ` at the start of a line begins a list.
    private static func isAfterNumber(_ index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
        index > 0 && scalars[..<index].allSatisfy(isDigit)
    }

    /// `www.` begins a link.
    private static func isAfterWWW(_ index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
        index >= 3 && scalars[(index - 3)..<index].allSatisfy { $0 == "w" || $0 == "W" }
    }

    /// What ends a span, a cell or, read carelessly, the markdown.
    private static func endsCode(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "`") || byte == UInt8(ascii: "|") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "<")
    }

    /// The character, or a reference to it where markdown or HTML reads it: a
    /// reference never is markup (CommonMark 0.31, section 2.5).
    private static func reference(_ scalar: Unicode.Scalar) -> String {
        markup.contains(scalar) ? numeric(scalar) : String(Character(scalar))
    }

    private static func numeric(_ scalar: Unicode.Scalar) -> String {
        scalar == " " ? " " : "&#\(scalar.value);"
    }

    /// Colons too: they make links of `https:` and pictures of `:smile:`.
    private static let markup = Set("\\`*_{}[]<>()#!|~&\"@^$:".unicodeScalars)

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
