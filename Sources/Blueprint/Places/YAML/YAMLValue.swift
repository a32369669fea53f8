import BrokerModel

/// A YAML value to be written: texts are always quoted, so that no text can be
/// taken for a number, a truth value or structure.
enum YAMLValue: Sendable {
    case text(String)
    case secret(Secret)
    case number(Int)
    case flag(Bool)
    case sequence([YAMLValue])
    case mapping([Entry])

    struct Entry: Sendable {
        let key: String
        let value: YAMLValue
    }
}

extension YAMLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension YAMLValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    init(arrayLiteral elements: YAMLValue...) { self = .sequence(elements) }

    /// A mapping in the order written.
    init(dictionaryLiteral elements: (String, YAMLValue)...) {
        self = .mapping(elements.map(Entry.init(key:value:)))
    }
}
