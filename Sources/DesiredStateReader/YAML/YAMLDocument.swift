package import BrokerModel

/// A YAML file, parsed and not yet understood.
package struct YAMLDocument: Sendable {
    /// The limits within which a file is read at all: a commit is input from
    /// outside.
    package enum Limits {
        /// The size of one file.
        package static let bytes = 1 << 20
        /// Mappings and lists within each other.
        package static let depth = 32
        /// Values of a document, aliases counted by what they stand for.
        package static let nodes = 20_000
    }

    package let file: String
    package let root: YAMLNode

    /// Parses `bytes`; nil, and an error in `findings`, when they are no YAML
    /// document.
    package init?(file: String, bytes: [UInt8], findings: inout Findings) {
        do throws(SyntaxError) {
            let text = try YAMLText(bytes)
            root = try YAMLComposer.compose(text, file: file)
        } catch {
            let position = SourcePosition(file: file, line: error.line, column: error.column)
            findings.error(error.message, at: position, hint: error.hint)
            return nil
        }
        self.file = file
    }

    /// The place of the value under `keys`, or of the nearest thing that
    /// exists on the way there.
    package func position(_ keys: String...) -> SourcePosition {
        var node = root
        for key in keys {
            guard let next = node[key] else { break }
            node = next
        }
        return node.position
    }
}
