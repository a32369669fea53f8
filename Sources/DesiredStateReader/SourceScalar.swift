public import BrokerModel

/// One value as a file of the desired state writes it, with its place.
public struct SourceScalar: Sendable, Hashable {
    public var position: SourcePosition

    /// The keys that lead to it: `subscribe.broker`.
    public var path: String
    public var text: String

    public init(position: SourcePosition, path: String, text: String) {
        self.position = position
        self.path = path
        self.text = text
    }

    /// All values of a file, in their order; none of one that is no YAML.
    public static func all(of file: SourceFile) -> [SourceScalar] {
        var findings = Findings()
        guard let document = YAMLDocument(file: file.path, bytes: file.bytes, findings: &findings) else { return [] }
        var scalars: [SourceScalar] = []
        add(document.root, to: &scalars)
        return scalars
    }

    private static func add(_ node: YAMLNode, to scalars: inout [SourceScalar]) {
        switch node.content {
        case .scalar(let text, isPlain: _):
            scalars.append(SourceScalar(position: node.position, path: node.path, text: text))
        case .sequence(let elements):
            for element in elements { add(element, to: &scalars) }
        case .mapping(let entries):
            for entry in entries { add(entry.value, to: &scalars) }
        }
    }
}
