import BrokerModel

/// The fields of one mapping while a shape asks for them.
///
/// It remembers what was asked for. Afterwards every key nobody asked for is
/// unknown. Without a mapping it only notes the questions, which gives the
/// schema; so a shape asks for all its fields before it looks at any of them.
package struct Fields {
    private struct Question {
        let key: String
        let isRequired: Bool
        let schema: JSONValue
    }

    private enum Purpose {
        case reading(YAMLNode, [YAMLNode.Entry])
        case describing
    }

    private let purpose: Purpose
    private var asked: [String] = []
    private var questions: [Question] = []

    /// What was found so far; a shape may add to it.
    package var findings: Findings

    fileprivate init(reading node: YAMLNode, _ entries: [YAMLNode.Entry], findings: Findings) {
        purpose = .reading(node, entries)
        self.findings = findings
    }

    fileprivate init() {
        purpose = .describing
        findings = Findings()
    }

    // MARK: Asking

    /// The mapping itself; nil while the shape is only described.
    package var node: YAMLNode? {
        if case .reading(let node, _) = purpose { node } else { nil }
    }

    /// The value under `key`; nil when there is none.
    package func node(_ key: String) -> YAMLNode? {
        if case .reading(_, let entries) = purpose { entries.first { $0.key == key }?.value } else { nil }
    }

    /// A field that must be there.
    ///
    /// - Parameters:
    ///   - meaning: what it means, for the schema; one sentence.
    ///   - hint: where the value is to be had, for who left it out.
    package mutating func required<Value>(
        _ key: String, _ shape: Shape<Value>, _ meaning: String, hint: String? = nil
    ) -> Value? {
        note(key, shape, isRequired: true, meaning, default: nil)
        guard case .reading(let mapping, _) = purpose else { return nil }
        guard let value = node(key) else {
            findings.error("the key \(key.quoted) is missing", at: mapping, hint: hint)
            return nil
        }
        return shape.read(value, &findings)
    }

    /// A field that may be left out.
    package mutating func optional<Value>(_ key: String, _ shape: Shape<Value>, _ meaning: String) -> Value? {
        note(key, shape, isRequired: false, meaning, default: nil)
        return node(key).flatMap { shape.read($0, &findings) }
    }

    /// A field that has a value when it is left out.
    package mutating func optional<Value>(
        _ key: String, _ shape: Shape<Value>, default value: Value, _ meaning: String
    ) -> Value {
        note(key, shape, isRequired: false, meaning, default: value)
        return node(key).flatMap { shape.read($0, &findings) } ?? value
    }

    private mutating func note<Value>(
        _ key: String, _ shape: Shape<Value>, isRequired: Bool, _ meaning: String, default value: Value?
    ) {
        asked.append(key)
        guard case .describing = purpose else { return }
        var annotations = [JSONValue.Member("description", .string(meaning))]
        if let value, let encode = shape.encode {
            annotations.append(JSONValue.Member("default", encode(value)))
        }
        let schema = shape.schema().adding(annotations)
        questions.append(Question(key: key, isRequired: isRequired, schema: schema))
    }

    // MARK: Afterwards

    fileprivate mutating func reportUnknownKeys() {
        guard case .reading(let node, let entries) = purpose else { return }
        for entry in entries where !asked.contains(entry.key) {
            let place = node.path.isEmpty ? "" : "\(node.path): "
            let hint =
                Suggestion.hint(for: entry.key, among: asked)
                ?? "known here: " + asked.joined(separator: ", ")
            findings.error("\(place)unknown key \(entry.key.quoted)", at: entry.keyPosition, hint: hint)
        }
    }

    fileprivate var schema: JSONValue {
        .object([
            JSONValue.Member("type", .string("object")),
            JSONValue.Member("properties", .object(questions.map { JSONValue.Member($0.key, $0.schema) })),
            JSONValue.Member("required", .array(questions.filter(\.isRequired).map { .string($0.key) })),
            JSONValue.Member("additionalProperties", .boolean(false)),
        ])
    }
}

extension Shape {
    /// A mapping with known keys.
    ///
    /// - Parameter body: asks for the fields and makes the value of them.
    package static func mapping(_ body: @escaping @Sendable (inout Fields) -> Value?) -> Shape {
        Shape(
            schema: {
                var fields = Fields()
                _ = body(&fields)
                return fields.schema
            },
            read: { node, findings in
                guard case .mapping(let entries) = node.content else {
                    findings.error("expected a mapping, found \(node.kind)", at: node)
                    return nil
                }
                var fields = Fields(reading: node, entries, findings: findings)
                let value = body(&fields)
                fields.reportUnknownKeys()
                findings = fields.findings
                return value
            })
    }
}
