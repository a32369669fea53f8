extension Shape {
    /// A single value that is taken as text, as it is written: `0123`, `no`
    /// and `1.10` stay what they are.
    ///
    /// - Parameters:
    ///   - pattern: a regular expression (ECMA 262) for the schema.
    ///   - clearText: why `{secret: name}` cannot stand here.
    ///   - parse: makes the value, or says why it cannot be.
    package static func text(
        pattern: String? = nil,
        inTheClear clearText: ClearText = .inTheFile,
        _ parse: @escaping @Sendable (String) throws(Refusal) -> Value
    ) -> Shape {
        Shape(
            schema: {
                guard let pattern else {
                    // What looks like a number or a boolean is text here too.
                    return .object([.init("type", .array([.string("string"), .string("number"), .string("boolean")]))])
                }
                return .object([.init("type", .string("string")), .init("pattern", .string(pattern))])
            },
            read: { node, findings in
                guard case .scalar(let text, _) = node.content else {
                    findings.mismatch("text", at: node, clearText)
                    return nil
                }
                guard !node.isMissing else {
                    findings.error("has no value", at: node)
                    return nil
                }
                do throws(Refusal) {
                    return try parse(text)
                } catch {
                    findings.error(error.message, at: node, hint: error.hint)
                    return nil
                }
            })
    }
}

extension Shape where Value == Bool {
    /// `true` or `false`, nothing else: `no` and `off` are text elsewhere.
    package static var boolean: Shape {
        Shape(
            schema: { .object([.init("type", .string("boolean"))]) },
            encode: { .boolean($0) },
            read: { node, findings in
                switch node.content {
                case .scalar("true", isPlain: true): return true
                case .scalar("false", isPlain: true): return false
                case .scalar(let text, _):
                    let meant: String? =
                        switch text.lowercased() {
                        case "true", "yes", "on", "y", "1": "true"
                        case "false", "no", "off", "n", "0": "false"
                        default: nil
                        }
                    findings.error(
                        "expected true or false, found \(text.quoted)", at: node,
                        hint: meant.map { "write \($0), without quotes" })
                default:
                    findings.mismatch("true or false", at: node)
                }
                return nil
            })
    }
}

extension Shape where Value == Int {
    /// A whole number in decimal notation.
    package static func integer(_ range: ClosedRange<Int>) -> Shape {
        Shape(
            schema: {
                .object([
                    .init("type", .string("integer")),
                    .init("minimum", .number(range.lowerBound)),
                    .init("maximum", .number(range.upperBound)),
                ])
            },
            encode: { .number($0) },
            read: { node, findings in
                guard case .scalar(let text, let isPlain) = node.content else {
                    findings.mismatch("a number", at: node)
                    return nil
                }
                guard let number = Int(text), String(number) == text else {
                    let isOctal = text.hasPrefix("0") && Int(text) != nil
                    findings.error(
                        "expected a whole number, found \(text.quoted)", at: node,
                        hint: isOctal ? "numbers are decimal: no leading zeros" : nil)
                    return nil
                }
                guard isPlain else {
                    findings.error(
                        "expected a number, found the text \(text.quoted)", at: node, hint: "take the quotes away")
                    return nil
                }
                guard range.contains(number) else {
                    let (least, most) = (range.lowerBound, range.upperBound)
                    let allowed = least == most ? "\(least)" : "\(least) to \(most)"
                    findings.error("\(number) is not possible here; expected \(allowed)", at: node)
                    return nil
                }
                return number
            })
    }
}

extension Shape where Value: CaseIterable & RawRepresentable & Sendable, Value.RawValue == String {
    /// One of the words an enumeration knows.
    package static var choice: Shape {
        let words = Value.allCases.map(\.rawValue)
        return Shape(
            schema: { .object([.init("enum", .array(words.map { .string($0) }))]) },
            encode: { .string($0.rawValue) },
            read: { node, findings in
                guard case .scalar(let text, _) = node.content else {
                    findings.mismatch("one of " + words.joined(separator: ", "), at: node)
                    return nil
                }
                guard let value = Value(rawValue: text) else {
                    findings.error(
                        "\(text.quoted) is not one of \(words.joined(separator: ", "))", at: node,
                        hint: Suggestion.hint(for: text, among: words))
                    return nil
                }
                return value
            })
    }
}

extension Shape where Value: CaseIterable & RawRepresentable & Sendable, Value.RawValue == Int {
    /// One of the numbers an enumeration knows.
    package static var choice: Shape {
        let numbers = Value.allCases.map(\.rawValue)
        let names = numbers.map(String.init).joined(separator: ", ")
        return Shape(
            schema: { .object([.init("enum", .array(numbers.map { .number($0) }))]) },
            encode: { .number($0.rawValue) },
            read: { node, findings in
                guard case .scalar(let text, _) = node.content else {
                    findings.mismatch("one of \(names)", at: node)
                    return nil
                }
                guard let number = Int(text), String(number) == text, let value = Value(rawValue: number) else {
                    findings.error("\(text.quoted) is not one of \(names)", at: node)
                    return nil
                }
                return value
            })
    }
}
