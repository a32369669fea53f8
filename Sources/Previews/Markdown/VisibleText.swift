/// Text in which everything is seen: what would turn its direction, hide in it or
/// move the cursor stands there as `\u{202E}`.
enum VisibleText {
    /// On one line: line ends and tabulators are spaces.
    static func line(_ text: String) -> String {
        made(of: text) { $0 == "\n" || $0 == "\r" || $0 == "\t" ? " " : nil }
    }

    /// On several lines, which line feeds end.
    static func lines(_ text: String) -> [String] {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            made(of: String(line)) { $0 == "\t" ? "\t" : nil }
        }
    }

    private static func made(of text: String, _ kept: (Unicode.Scalar) -> String?) -> String {
        guard text.unicodeScalars.contains(where: isInvisible) else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            if !isInvisible(scalar) {
                shown.unicodeScalars.append(scalar)
            } else {
                shown += kept(scalar) ?? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            }
        }
        return shown
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
