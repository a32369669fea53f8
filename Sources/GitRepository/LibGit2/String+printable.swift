extension String {
    /// The text on one line with everything escaped that a terminal would act
    /// on: control characters, line ends, invisible formatting characters.
    ///
    /// Names and messages of a repository come from others.
    var printable: String {
        var text = ""
        for scalar in trimmed.unicodeScalars {
            if scalar.isInvisible {
                text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// Without white space at either end.
    var trimmed: String {
        let kept = drop(while: \.isWhitespace)
        guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(kept[...last])
    }
}

extension Unicode.Scalar {
    /// Control and formatting characters and the line separators: they change
    /// how text looks without being seen.
    var isInvisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
