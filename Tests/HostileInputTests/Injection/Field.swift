import BrokerModel
import DesiredStateReader
import Testing

/// One single value of a document, and how to put another text there.
struct Field: Sendable, CustomTestStringConvertible {
    let file: String

    /// The keys that lead to it: `subscribe.topics[0]`.
    let path: String

    /// What stands there when nothing is changed.
    let original: String

    private let files: [String: [UInt8]]
    private let root: YAMLNode

    var testDescription: String { "\(file): \(path)" }

    /// Every single value of the documents, keys left out.
    static func all(of files: [String: [UInt8]]) throws -> [Field] {
        try files.keys.filter { $0.hasSuffix(".yaml") }.sorted().flatMap { file in
            let root = try root(of: file, in: files)
            return root.leaves.map { leaf in
                Field(file: file, path: leaf.path, original: leaf.text, files: files, root: root)
            }
        }
    }

    /// The files as they are.
    var untouched: [SourceFile] { sources(files) }

    /// The files with `text` in place of the value, and where an error about
    /// it may point to: the value, or the `{` of `{secret: name}`.
    func putting(_ text: String) throws -> (files: [SourceFile], positions: Set<SourcePosition>) {
        var writer = YAMLWriter(file: file, replacing: path, by: text)
        writer.write(root, indentation: "")
        var changed = files
        changed[file] = Array(writer.text.utf8)
        let position = try #require(writer.position)
        let isName = path.hasSuffix(".secret")
        return (sources(changed), Set([position, isName ? writer.enclosing : nil].compactMap { $0 }))
    }

    private func sources(_ files: [String: [UInt8]]) -> [SourceFile] {
        files.map { SourceFile(path: $0.key, bytes: $0.value, blob: "0a") }
    }

    private static func root(of file: String, in files: [String: [UInt8]]) throws -> YAMLNode {
        var findings = Findings()
        return try #require(YAMLDocument(file: file, bytes: files[file] ?? [], findings: &findings)).root
    }
}

extension YAMLNode {
    /// The single values in the order they stand in.
    fileprivate var leaves: [(path: String, text: String)] {
        switch content {
        case .scalar(let text, _): [(path, text)]
        case .sequence(let nodes): nodes.flatMap(\.leaves)
        case .mapping(let entries): entries.flatMap(\.value.leaves)
        }
    }
}
