/// A JSON value (RFC 8259) with the members of its objects in the order given.
enum JSONValue: Sendable {
    case text(String)
    case number(Int)
    case array([JSONValue])
    case object(KeyValuePairs<String, JSONValue>)

    /// The value on one line.
    var line: String {
        var text = ""
        write(to: &text)
        return text
    }

    /// The elements as an array with one of them a line, so that a difference
    /// of two such files shows what changed.
    static func lines(_ elements: [JSONValue]) -> String {
        guard !elements.isEmpty else { return "[]\n" }
        var text = "[\n"
        for (index, element) in elements.enumerated() {
            text += "  "
            element.write(to: &text)
            text += index == elements.count - 1 ? "\n" : ",\n"
        }
        return text + "]\n"
    }

    private func write(to text: inout String) {
        switch self {
        case .text(let value):
            Self.write(value, to: &text)
        case .number(let value):
            text += String(value)
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                Self.write(member.key, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    /// RFC 8259, section 7: quotation mark, backslash and control characters
    /// must be escaped. DEL, the line separators of other languages and
    /// the byte order mark are too: the text may stand where lines matter, and
    /// readers drop the mark.
    private static func write(_ value: String, to text: inout String) {
        text += "\""
        defer { text += "\"" }
        let isPlain = value.utf8.allSatisfy { byte in
            (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        }
        if isPlain {
            text += value
            return
        }
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
