/// A JSON value whose objects keep the order of their members, so that a
/// schema reads like the document it describes.
package indirect enum JSONValue: Sendable, Equatable {
    case string(String)
    case number(Int)
    case boolean(Bool)
    case array([JSONValue])
    case object([Member])

    package struct Member: Sendable, Equatable {
        package let name: String
        package let value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The value of a member of an object.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The object with `members` added at its end.
    package func adding(_ members: [Member]) -> JSONValue {
        guard case .object(let present) = self else { return self }
        return .object(present + members)
    }
}

extension JSONValue {
    /// JSON text (RFC 8259), two spaces a level; lists of plain values stand
    /// on one line.
    package var text: String {
        var text = ""
        write(to: &text, indentation: "")
        return text
    }

    private var isPlain: Bool {
        switch self {
        case .string, .number, .boolean: true
        case .array, .object: false
        }
    }

    private func write(to text: inout String, indentation: String) {
        switch self {
        case .string(let string): text += Self.quote(string)
        case .number(let number): text += String(number)
        case .boolean(let flag): text += flag ? "true" : "false"
        case .array(let elements) where elements.allSatisfy(\.isPlain):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += ", " }
                element.write(to: &text, indentation: "")
            }
            text += "]"
        case .array(let elements):
            Self.writeLines(elements, between: ("[", "]"), to: &text, indentation: indentation) {
                $0.write(to: &$1, indentation: $2)
            }
        case .object(let members):
            Self.writeLines(members, between: ("{", "}"), to: &text, indentation: indentation) {
                $1 += Self.quote($0.name) + ": "
                $0.value.write(to: &$1, indentation: $2)
            }
        }
    }

    private static func writeLines<Element>(
        _ elements: [Element], between brackets: (String, String), to text: inout String, indentation: String,
        _ write: (Element, inout String, String) -> Void
    ) {
        guard !elements.isEmpty else {
            text += brackets.0 + brackets.1
            return
        }
        let inner = indentation + "  "
        text += brackets.0
        for (index, element) in elements.enumerated() {
            text += (index > 0 ? ",\n" : "\n") + inner
            write(element, &text, inner)
        }
        text += "\n" + indentation + brackets.1
    }

    private static func quote(_ string: String) -> String {
        var text = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
