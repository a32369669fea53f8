import BrokerModel

/// One YAML document in block style (YAML 1.2.2), two columns a level.
struct YAMLDocument {
    let root: YAMLValue

    init(_ root: YAMLValue) {
        self.root = root
    }

    var contents: ConfidentialText {
        var builder = ConfidentialTextBuilder()
        builder.append(FileHeader.comment)
        write(root, depth: 0, to: &builder)
        return builder.text
    }

    /// Writes a value that stands on lines of its own.
    private func write(_ value: YAMLValue, depth: Int, to builder: inout ConfidentialTextBuilder) {
        switch value {
        case .mapping(let entries) where !entries.isEmpty:
            for entry in entries {
                builder.append(Self.indentation(depth))
                writeEntry(entry, depth: depth, to: &builder)
            }
        case .sequence(let values) where !values.isEmpty:
            for value in values {
                builder.append(Self.indentation(depth))
                writeItem(value, depth: depth, to: &builder)
            }
        default:
            writeInline(value, to: &builder)
        }
    }

    private func writeEntry(_ entry: YAMLValue.Entry, depth: Int, to builder: inout ConfidentialTextBuilder) {
        builder.append(YAMLScalar.key(entry.key))
        if entry.value.isInline {
            builder.append(": ")
            writeInline(entry.value, to: &builder)
        } else {
            builder.append(":\n")
            write(entry.value, depth: depth + 1, to: &builder)
        }
    }

    /// The first entry of a mapping stands behind the dash (compact form,
    /// section 8.2.1).
    private func writeItem(_ value: YAMLValue, depth: Int, to builder: inout ConfidentialTextBuilder) {
        if case .mapping(let entries) = value, !entries.isEmpty {
            for (index, entry) in entries.enumerated() {
                builder.append(index == 0 ? "- " : Self.indentation(depth + 1))
                writeEntry(entry, depth: depth + 1, to: &builder)
            }
        } else if value.isInline {
            builder.append("- ")
            writeInline(value, to: &builder)
        } else {
            builder.append("-\n")
            write(value, depth: depth + 1, to: &builder)
        }
    }

    private func writeInline(_ value: YAMLValue, to builder: inout ConfidentialTextBuilder) {
        switch value {
        case .text(let text):
            builder.append("\"")
            builder.append(YAMLScalar.escaped(text))
            builder.append("\"\n")
        case .secret(let secret):
            builder.append(ConfidentialText(secret.withRevealed { Secret(YAMLScalar.quoted($0)) }))
            builder.append("\n")
        case .number(let number): builder.append("\(number)\n")
        case .flag(let flag): builder.append(flag ? "true\n" : "false\n")
        case .sequence: builder.append("[]\n")
        case .mapping: builder.append("{}\n")
        }
    }

    private static func indentation(_ depth: Int) -> String {
        depth < indentations.count ? indentations[depth] : String(repeating: "  ", count: depth)
    }

    private static let indentations = (0..<12).map { String(repeating: "  ", count: $0) }
}

extension YAMLValue {
    /// Whether the value stands on the line of its key.
    fileprivate var isInline: Bool {
        switch self {
        case .mapping(let entries): entries.isEmpty
        case .sequence(let values): values.isEmpty
        default: true
        }
    }
}
