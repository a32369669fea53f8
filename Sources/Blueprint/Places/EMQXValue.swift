import BrokerModel

/// What an environment variable holds by which EMQX takes a setting.
///
/// EMQX reads such a value as HOCON, and takes it as it stands only where that
/// fails (its documentation, "Configuration Files", "Environment Variables"):
/// `pass#word` would become `pass`, `0123` the number 123.
enum EMQXValue {
    /// The text of a setting: between quotes where HOCON would read anything
    /// else. There only `\` and `"` mean something (the scanner of EMQX's HOCON,
    /// `hocon_scanner.xrl`); line breaks, which it cannot hold, no environment
    /// variable can either.
    static func text(_ text: String) -> String {
        if isPlain(text) { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\\" || scalar == "\"" { quoted += "\\" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }

    /// A cookie as it is: beside HOCON, EMQX's start script reads the variable
    /// itself, and would take quotes for a part of the cookie.
    static func cookie(_ text: String) throws(Refusal) -> String {
        guard isPlain(text) else {
            throw Refusal(
                "is no cookie that EMQX and its start script read alike: letters, digits and _ . @ -, a letter first, "
                    + "and not a word such as true")
        }
        return text
    }

    /// Whether HOCON reads the text as the string it is, without quotes.
    private static func isPlain(_ text: String) -> Bool {
        guard text.utf8.first?.isLetter == true, text.utf8.allSatisfy(isPlain) else { return false }
        return !words.contains(text)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "@"), UInt8(ascii: "-"): true
        default: byte.isLetter || byte.isDigit
        }
    }

    /// What HOCON, in one version or another, reads as something else than text.
    private static let words: Set<String> = ["true", "false", "null", "include", "on", "off", "yes", "no"]
}
