import BrokerModel
import Testing

@testable import DesiredStateReader

/// A place in a document of the fixture where another text can be put.
struct Target: Sendable, CustomTestStringConvertible {
    enum Part { case key, value }

    let file: String
    let path: String
    private let line: Int
    private let column: Int

    var testDescription: String { "\(file): \(path)" }

    static func all(_ part: Part) -> [Target] {
        let files = Fixture().files
        return files.keys.sorted().filter { $0.hasSuffix(".yaml") }.flatMap { file in
            var findings = Findings()
            let document = YAMLDocument(file: file, bytes: files[file] ?? [], findings: &findings)
            return document.map { targets(part, in: $0.root) } ?? []
        }
    }

    private static func targets(_ part: Part, in node: YAMLNode) -> [Target] {
        switch node.content {
        case .scalar:
            return part == .value ? [Target(node.path, node.position)] : []
        case .sequence(let elements):
            return elements.flatMap { targets(part, in: $0) }
        case .mapping(let entries):
            return entries.flatMap { entry in
                (part == .key ? [Target(entry.value.path, entry.keyPosition)] : []) + targets(part, in: entry.value)
            }
        }
    }

    private init(_ path: String, _ position: SourcePosition) {
        file = position.file
        self.path = path
        line = position.line
        column = position.column
    }

    /// The fixture with `text` in place of what stands here.
    func fixture(putting text: String) -> Fixture {
        var fixture = Fixture()
        var lines = String(decoding: fixture.files[file] ?? [], as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let whole = lines[line - 1]
        let start = whole.index(whole.startIndex, offsetBy: column - 1)
        let rest = whole[start...]
        let end =
            rest.first == "\""
            ? rest.dropFirst().firstIndex(of: "\"").map { whole.index(after: $0) }
            : rest.firstIndex { ",}]".contains($0) } ?? rest.firstRange(of: ": ")?.lowerBound
        let key = rest.firstRange(of: ":")?.lowerBound
        let isKey = rest.first != "\"" && key.map { $0 < end ?? whole.endIndex } == true && !rest.hasPrefix("mqtt")
        lines[line - 1] = whole[..<start] + text + whole[((isKey ? key : end) ?? whole.endIndex)...]
        fixture.files[file] = Array(lines.joined(separator: "\n").utf8)
        return fixture
    }
}
