extension String {
    /// The text for a message: shortened, every character that could disturb
    /// a terminal or a log escaped.
    package var excerpt: String { excerpt(48) }

    /// The excerpt in double quotes.
    package var quoted: String {
        "\"" + excerpt.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"") + "\""
    }

    /// - Parameter limit: how many characters are shown at most.
    package func excerpt(_ limit: Int) -> String {
        var text = ""
        for (count, scalar) in unicodeScalars.enumerated() {
            guard count < limit else { return text + "…" }
            switch scalar {
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\\": text += "\\\\"
            default:
                if scalar.isInvisible {
                    text += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        return text
    }
}

extension Unicode.Scalar {
    /// Whether the character controls what reads it and shows nothing itself:
    /// control characters, line separators, and those that turn the direction
    /// of the text around (Unicode Technical Report 36).
    package var isInvisible: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        case .format: !("\u{200C}"..."\u{200D}").contains(self)
        default: false
        }
    }
}
