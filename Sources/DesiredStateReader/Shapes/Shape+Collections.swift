import BrokerModel

extension Shape {
    /// A list without repetitions.
    package static func list<Element: Hashable & Sendable>(
        of element: Shape<Element>, atLeast minimum: Int = 0
    ) -> Shape where Value == [Element] {
        Shape(
            schema: {
                var members: [JSONValue.Member] = [.init("type", .string("array")), .init("items", element.schema())]
                if minimum > 0 { members.append(.init("minItems", .number(minimum))) }
                return .object(members + [.init("uniqueItems", .boolean(true))])
            },
            read: { node, findings in
                guard case .sequence(let nodes) = node.content else {
                    if node["secret"] == nil {
                        findings.error(
                            "expected a list, found \(node.kind)", at: node, hint: "write [a, b], also for one")
                    } else {
                        findings.error(
                            "a list cannot be a secret as a whole", at: node,
                            hint: "where its entries can be, write [{secret: name}]")
                    }
                    return nil
                }
                guard nodes.count >= minimum else {
                    let needed = minimum == 1 ? "one entry" : "\(minimum) entries"
                    findings.error("the list needs at least \(needed)", at: node)
                    return nil
                }
                var values: [Element] = []
                var seen: Set<Element> = []
                for node in nodes {
                    guard let value = element.read(node, &findings) else { continue }
                    if !seen.insert(value).inserted { findings.error("stands in the list twice", at: node) }
                    values.append(value)
                }
                return values
            })
    }

    /// A mapping whose keys are names the user gives.
    ///
    /// - Parameters:
    ///   - pattern: what a key may look like, for the schema.
    ///   - key: makes a key of its text, or says why it cannot be.
    package static func table<Key: Sendable, Element: Sendable>(
        of element: Shape<Element>,
        pattern: String,
        key parse: @escaping @Sendable (String) throws(Refusal) -> Key
    ) -> Shape where Value == [NamedValue<Key, Element>] {
        Shape(
            schema: {
                .object([
                    .init("type", .string("object")),
                    .init("propertyNames", .object([.init("pattern", .string(pattern))])),
                    .init("additionalProperties", element.schema()),
                ])
            },
            read: { node, findings in
                guard case .mapping(let entries) = node.content else {
                    findings.error("expected a mapping, found \(node.kind)", at: node)
                    return nil
                }
                var values: [NamedValue<Key, Element>] = []
                for entry in entries {
                    let value = element.read(entry.value, &findings)
                    do throws(Refusal) {
                        let key = try parse(entry.key)
                        guard let value else { continue }
                        values.append(NamedValue(key: key, keyPosition: entry.keyPosition, value: value))
                    } catch {
                        let place = node.path.isEmpty ? "" : "\(node.path): "
                        findings.error(place + error.message, at: entry.keyPosition, hint: error.hint)
                    }
                }
                return values
            })
    }

    /// The word `word`, or something else.
    package static func word(_ word: String, means value: Value, or other: Shape) -> Shape {
        Shape(
            schema: { .object([.init("anyOf", .array([.object([.init("const", .string(word))]), other.schema()]))]) },
            read: { node, findings in
                guard case .scalar(let text, _) = node.content else { return other.read(node, &findings) }
                guard text == word else {
                    findings.error("expected a mapping or the word \(word), found \(text.quoted)", at: node)
                    return nil
                }
                return value
            })
    }
}
