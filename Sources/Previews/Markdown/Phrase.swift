/// A sentence of ours with values of others in it, for a terminal, for JSON and
/// for markdown.
///
/// Like ``Markdown`` it takes a value only under a name, so that every value is
/// known as one wherever the sentence is shown.
public struct Phrase: Sendable, Hashable {
    private enum Part: Sendable, Hashable {
        /// Ours.
        case words(Markdown)
        case value(String)
        case prose(String)
    }

    private var parts: [Part] = []

    /// For a terminal and for JSON.
    public var text: String {
        parts.map { part in
            switch part {
            case .words(let words): words.source
            case .value(let text), .prose(let text): VisibleText.line(text)
            }
        }.joined()
    }

    public var markdown: Markdown {
        Markdown.joined(
            parts.map { part -> Markdown in
                switch part {
                case .words(let words): words
                case .prose(let text): "\(text: text)"
                case .value(let text): "\(code: text)"
                }
            })
    }

    public static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.parts += right.parts
        return sum
    }

    /// The names, at most `limit` of them: "a, b and 3 more".
    static func list(_ names: [String], limit: Int = 5) -> Self {
        var phrase = Phrase()
        for (index, name) in names.prefix(limit).enumerated() {
            if index > 0 { phrase.parts.append(.words(index == names.count - 1 ? " and " : ", ")) }
            phrase.parts.append(.value(name))
        }
        if names.count > limit { phrase.parts.append(.words(" and \(names.count - limit) more")) }
        return phrase
    }
}

extension Phrase: ExpressibleByStringInterpolation {
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var phrase = Phrase()

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: StaticString) {
            phrase.parts.append(.words(Markdown(stringLiteral: literal)))
        }

        /// A name or a value of the desired state.
        public mutating func appendInterpolation(value: String) { phrase.parts.append(.value(value)) }
        public mutating func appendInterpolation(value: some CustomStringConvertible & Sendable) {
            phrase.parts.append(.value(value.description))
        }

        /// A sentence that was made elsewhere.
        public mutating func appendInterpolation(prose: String) { phrase.parts.append(.prose(prose)) }
        public mutating func appendInterpolation(_ number: Int) { phrase.parts.append(.words("\(number)")) }
        public mutating func appendInterpolation(_ other: Phrase) { phrase.parts += other.parts }
    }

    public init(stringLiteral value: StaticString) { parts = [.words(Markdown(stringLiteral: value))] }
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.phrase }
}
