import BrokerModel
import DesiredStateReader

/// Writes a document again, with another text in one place of it.
struct YAMLWriter {
    private(set) var text = ""

    /// Where the text was put; nil as long as it was not.
    private(set) var position: SourcePosition?

    /// Where the innermost mapping around it begins.
    private(set) var enclosing: SourcePosition?

    private let file: String
    private let path: String
    private let replacement: String
    private var line = 1
    private var column = 1

    init(file: String, replacing path: String, by replacement: String) {
        self.file = file
        self.path = path
        self.replacement = replacement
    }

    /// Flow style, one entry a line, so that every value stands on a line of
    /// its own.
    mutating func write(_ node: YAMLNode, indentation: String) {
        let inner = indentation + "  "
        switch node.content {
        case .scalar where node.path == path:
            position = SourcePosition(file: file, line: line, column: column)
            append(Self.quoted(replacement))
        case .scalar(let text, let isPlain):
            append(isPlain ? text : Self.quoted(text))
        case .sequence(let nodes):
            append("[")
            for node in nodes {
                append("\n" + inner)
                write(node, indentation: inner)
                append(",")
            }
            append("\n\(indentation)]")
        case .mapping(let entries):
            let start = SourcePosition(file: file, line: line, column: column)
            if entries.contains(where: { $0.value.path == path }) { enclosing = start }
            append("{")
            for entry in entries {
                append("\n\(inner)\(entry.key): ")
                write(entry.value, indentation: inner)
                append(",")
            }
            append("\n\(indentation)}")
        }
    }

    private mutating func append(_ more: String) {
        text += more
        for scalar in more.unicodeScalars {
            column = scalar == "\n" ? 1 : column + 1
            if scalar == "\n" { line += 1 }
        }
    }

    /// The text between double quotes, with an escape for all but the plainest
    /// (YAML 1.2.2, section 5.7).
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if (0x20..<0x7F).contains(scalar.value), scalar != "\"", scalar != "\\" {
                quoted.unicodeScalars.append(scalar)
            } else {
                let digits = String(scalar.value, radix: 16)
                quoted += "\\U" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
            }
        }
        return quoted + "\""
    }
}
