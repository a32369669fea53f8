import BrokerModel

/// How a text stands in a YAML document.
enum YAMLScalar {
    /// The text between double quotes (YAML 1.2.2, sections 5.7 and 7.3.1):
    /// every text can stand there.
    ///
    /// An opening brace is escaped too: Traefik runs its dynamic files through
    /// Go's templates before it reads the YAML (file provider, "Go
    /// Templating"), and a `{{` would be a program.
    static func quoted(_ text: String) -> String {
        "\"" + escaped(text) + "\""
    }

    /// The text as it stands between double quotes.
    static func escaped(_ text: String) -> String {
        if text.utf8.allSatisfy(isPlain) { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{A0}", "{": result += "\\x" + hexadecimal(scalar, digits: 2)
            case "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}":
                result += "\\u" + hexadecimal(scalar, digits: 4)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The key of a mapping: as it is where nothing but a name can be meant.
    static func key(_ text: String) -> String {
        guard text.utf8.first?.isLetter == true, text.utf8.allSatisfy(isNameByte),
            text.utf8.count > longestReserved || !reserved.contains(text)
        else { return quoted(text) }
        return text
    }

    /// What YAML 1.1 or 1.2 take for truth values or nothing.
    private static let reserved: Set<String> = [
        "y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF",
        "true", "True", "TRUE", "false", "False", "FALSE", "null", "Null", "NULL",
    ]

    private static let longestReserved = 5

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
            && byte != UInt8(ascii: "{")
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar, digits: Int) -> String {
        let text = String(scalar.value, radix: 16)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }
}
