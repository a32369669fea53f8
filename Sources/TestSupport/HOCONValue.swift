/// What EMQX makes of the value of an environment variable: the part of HOCON
/// that such a value can be, after the scanner of EMQX's HOCON
/// (`hocon_scanner.xrl`, `hocon_schema`'s overrides by environment).
public enum HOCONValue: Equatable, Sendable {
    case text(String)
    /// A number, a truth value, nothing, or an object: whatever is no text.
    case other

    public init(_ value: String) {
        let scalars = Array(value.unicodeScalars)
        if let quoted = Self.quoted(scalars) {
            self = .text(quoted)
        } else if value.isEmpty || Self.reserved.contains(value) || Self.isNumber(value) {
            self = .other
        } else {
            // A comment ends the value; what HOCON cannot read at all is taken as it stands, which signs of its
            // grammar leave open: none may be relied on.
            let signs = Set("{}[],:=#\"$ \t/+*&!?^`\\".unicodeScalars)
            let isText = scalars.allSatisfy { !signs.contains($0) } && scalars.first?.properties.isAlphabetic == true
            self = isText ? .text(value) : .other
        }
    }

    private static let reserved: Set<String> = ["true", "false", "null", "include", "on", "off", "yes", "no"]

    private static func isNumber(_ text: String) -> Bool { Double(text) != nil }

    /// The text between quotes, if the value is one text between quotes.
    private static func quoted(_ scalars: [Unicode.Scalar]) -> String? {
        guard scalars.count >= 2, scalars.first == "\"", scalars.last == "\"" else { return nil }
        var text = String.UnicodeScalarView()
        var rest = scalars.dropFirst().dropLast()[...]
        while let scalar = rest.popFirst() {
            if scalar == "\"" { return nil }
            guard scalar == "\\" else {
                text.append(scalar)
                continue
            }
            // The quote at the end is escaped: the text goes on.
            guard let next = rest.popFirst() else { return nil }
            switch next {
            case "\\", "\"": text.append(next)
            case "n": text.append("\n")
            case "t": text.append("\t")
            case "r": text.append("\r")
            case "b": text.append("\u{8}")
            case "f": text.append("\u{C}")
            default:
                text.append(scalar)
                text.append(next)
            }
        }
        return String(text)
    }
}
