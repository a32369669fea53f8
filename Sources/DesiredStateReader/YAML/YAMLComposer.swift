import BrokerModel
import Yams

/// Turns text into a tree of ``YAMLNode``.
///
/// Yams resolves aliases while it composes, and hashes every key of a mapping:
/// a few hundred bytes of nested aliases in a key would keep it busy for ever.
/// So Yams never sees one: the `*` of what may be an alias is replaced by a
/// private character that the text does not hold, and aliases are resolved
/// here, counted by what they stand for. In a document that is correct YAML an
/// alias ends where the plain scalar ends that Yams sees in its place, so
/// nothing else changes.
struct YAMLComposer {
    private let file: String

    /// Stands for the `*` of what may be an alias.
    private let mark: Unicode.Scalar

    private var anchors: [String: Anchored] = [:]
    private var budget = YAMLDocument.Limits.nodes

    private struct Anchored {
        let node: YAMLNode
        let size: Int
    }

    static func compose(_ source: YAMLText, file: String) throws(SyntaxError) -> YAMLNode {
        let mark = try unusedMark(in: source.text)
        let marked = markAliases(source.text, by: mark)
        do {
            let parser = try Parser(yaml: marked, resolver: .basic, encoding: .utf8)
            guard let root = try parser.nextRoot() else { throw SyntaxError("the file is empty") }
            if let second = try parser.nextRoot() {
                throw SyntaxError(
                    "the file holds more than one document", hint: "one file, one document: take the --- out",
                    line: second.mark?.line ?? 1, column: second.mark?.column ?? 1)
            }
            // The tree refers to its anchors weakly; the parser owns them.
            return try withExtendedLifetime(parser) {
                var composer = Self(file: file, mark: mark)
                return try composer.convert(root, path: "", depth: 0)
            }
        } catch let error as SyntaxError {
            throw error
        } catch let error as YamlError {
            throw SyntaxError(error)
        } catch {
            throw SyntaxError("the file is no YAML: \(error)")
        }
    }

    private init(file: String, mark: Unicode.Scalar) {
        self.file = file
        self.mark = mark
    }

    // MARK: Values

    private mutating func convert(_ node: Yams.Node, path: String, depth: Int) throws(SyntaxError) -> YAMLNode {
        let (line, column) = (node.mark?.line ?? 1, node.mark?.column ?? 1)
        if case .scalar(let scalar) = node, let name = try aliasName(scalar) {
            return try resolve(name, line: line, column: column)
        }
        guard depth <= YAMLDocument.Limits.depth else {
            throw SyntaxError("nested deeper than \(YAMLDocument.Limits.depth) levels", line: line, column: column)
        }
        try spend(1, line: line, column: column)
        let before = budget
        let content: YAMLNode.Content
        switch node {
        case .scalar(let scalar):
            try Self.checkTag(scalar.tag, allowed: "str", line: line, column: column)
            content = .scalar(restoreStars(scalar.string), isPlain: scalar.style == .plain)
        case .sequence(let sequence):
            try Self.checkTag(sequence.tag, allowed: "seq", line: line, column: column)
            var elements: [YAMLNode] = []
            for (index, element) in sequence.enumerated() {
                elements.append(try convert(element, path: "\(path)[\(index)]", depth: depth + 1))
            }
            content = .sequence(elements)
        case .mapping(let mapping):
            try Self.checkTag(mapping.tag, allowed: "map", line: line, column: column)
            content = .mapping(try entries(mapping, path: path, depth: depth))
        case .alias:
            throw SyntaxError("an alias stands where none can", line: line, column: column)
        }
        let position = SourcePosition(file: file, line: line, column: column)
        let converted = YAMLNode(content: content, position: position, path: path)
        if let anchor = node.anchor {
            anchors[anchor.rawValue] = Anchored(node: converted, size: 1 + before - budget)
        }
        return converted
    }

    private mutating func entries(
        _ mapping: Yams.Node.Mapping, path: String, depth: Int
    ) throws(SyntaxError) -> [YAMLNode.Entry] {
        var entries: [YAMLNode.Entry] = []
        var seen: Set<String> = []
        for (keyNode, value) in mapping {
            let (line, column) = (keyNode.mark?.line ?? 1, keyNode.mark?.column ?? 1)
            let key = try key(keyNode, line: line, column: column)
            guard seen.insert(key).inserted else {
                throw SyntaxError("the key \(key.quoted) stands twice in one mapping", line: line, column: column)
            }
            let position = SourcePosition(file: file, line: line, column: column)
            let childPath = path.isEmpty ? key.excerpt : "\(path).\(key.excerpt)"
            let child = try convert(value, path: childPath, depth: depth + 1)
            entries.append(YAMLNode.Entry(key: key, keyPosition: position, value: child))
        }
        return entries
    }

    private func key(_ node: Yams.Node, line: Int, column: Int) throws(SyntaxError) -> String {
        guard case .scalar(let scalar) = node else {
            throw SyntaxError("a key must be a single word, not a list or a mapping", line: line, column: column)
        }
        let isPlain = scalar.style == .plain
        if isPlain, scalar.string.unicodeScalars.first == mark {
            throw SyntaxError("an alias cannot be a key", line: line, column: column)
        }
        if isPlain, scalar.string == "<<" {
            throw SyntaxError(
                "merge keys (<<) are not supported", hint: "write the keys out", line: line, column: column)
        }
        return restoreStars(scalar.string)
    }

    private static func checkTag(_ tag: Tag, allowed: String, line: Int, column: Int) throws(SyntaxError) {
        let name = tag.description
        guard name.isEmpty || name == "!" || name == "tag:yaml.org,2002:" + allowed else {
            let written = name.replacing("tag:yaml.org,2002:", with: "!!")
            throw SyntaxError(
                "the tag \(written.quoted) is not supported", hint: "leave it out", line: line, column: column)
        }
    }

    private mutating func spend(_ count: Int, line: Int, column: Int) throws(SyntaxError) {
        budget -= count
        guard budget >= 0 else {
            throw SyntaxError(
                "the document has more than \(YAMLDocument.Limits.nodes) values, counting what aliases stand for",
                line: line, column: column)
        }
    }

    // MARK: Aliases

    private mutating func resolve(_ name: String, line: Int, column: Int) throws(SyntaxError) -> YAMLNode {
        guard let anchored = anchors[name] else {
            throw SyntaxError("the alias *\(name.excerpt) names no anchor above it", line: line, column: column)
        }
        try spend(anchored.size, line: line, column: column)
        return anchored.node
    }

    /// The name of the alias `scalar` stands for; nil for a scalar.
    private func aliasName(_ scalar: Yams.Node.Scalar) throws(SyntaxError) -> String? {
        guard scalar.style == .plain, scalar.string.unicodeScalars.first == mark else { return nil }
        let name = String(String.UnicodeScalarView(scalar.string.unicodeScalars.dropFirst()))
        guard name.utf8.allSatisfy(Self.isNameByte) else {
            throw SyntaxError(
                "an alias (*name) must stand alone", hint: "put quotes around a text that starts with *",
                line: scalar.mark?.line ?? 1, column: scalar.mark?.column ?? 1)
        }
        return name
    }

    /// A private character that the text neither holds nor names in an escape
    /// (`"\uE000"`), which would come back as a star.
    private static func unusedMark(in text: String) throws(SyntaxError) -> Unicode.Scalar {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return YAMLText.aliasMark }
        let written = text.lowercased()
        // A bound, so that a text which names them all costs no more than this.
        for value in YAMLText.aliasMark.value..<YAMLText.aliasMark.value + 16 {
            guard let mark = Unicode.Scalar(value), !written.contains(String(value, radix: 16)),
                !written.unicodeScalars.contains(mark)
            else { continue }
            return mark
        }
        throw SyntaxError("the file names too many private characters (U+E000 and following)")
    }

    private static func markAliases(_ text: String, by mark: Unicode.Scalar) -> String {
        guard text.utf8.contains(UInt8(ascii: "*")) else { return text }
        var marked = String.UnicodeScalarView()
        var scalars = text.unicodeScalars.makeIterator()
        var current = scalars.next()
        while let scalar = current {
            let next = scalars.next()
            let mayBeAlias = scalar == "*" && next.map { $0.isASCII && isNameByte(UInt8($0.value)) } == true
            marked.append(mayBeAlias ? mark : scalar)
            current = next
        }
        return String(marked)
    }

    private func restoreStars(_ text: String) -> String {
        guard text.unicodeScalars.contains(mark) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == mark ? "*" : $0 }))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
}
