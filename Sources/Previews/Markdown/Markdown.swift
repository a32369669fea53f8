/// A piece of markdown within a line, made of our own markup and of values
/// nobody vouches for.
///
/// A value comes in only under the name of its place: `"moves to \(code: host)"`.
/// There is no interpolation of a plain string, so that none can be forgotten:
/// it does not compile. What is made here may stand in running text, in a list
/// and in the cell of a table.
///
/// The rules are those of CommonMark 0.31 and of the GitHub, GitLab and Gitea
/// flavours, which add tables, bare links, mentions (`@name`), references
/// (`#12`, `!12`) and, in GitLab, commands at the start of a line (`/merge`).
public struct Markdown: Sendable, Hashable {
    /// As it is sent.
    public let source: String

    private init(source: String) {
        self.source = source
    }

    /// Pieces with our own markup between them.
    public static func joined(_ pieces: some Sequence<Markdown>, separator: StaticString = "") -> Markdown {
        Markdown(source: pieces.map(\.source).joined(separator: separator.description))
    }
}

extension Markdown: ExpressibleByStringInterpolation {
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var source = ""

        public init(literalCapacity: Int, interpolationCount: Int) {
            source.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        /// Markup of this program.
        public mutating func appendLiteral(_ literal: StaticString) { source += literal.description }

        /// Prose: it is read as it stands, whatever it holds.
        public mutating func appendInterpolation(text: String) { source += MarkdownText.escaped(text) }

        /// A name or a value, set in the typeface of code.
        public mutating func appendInterpolation(code: String) { source += MarkdownText.code(code) }

        public mutating func appendInterpolation(_ number: Int) { source += String(number) }
        public mutating func appendInterpolation(_ piece: Markdown) { source += piece.source }
    }

    public init(stringLiteral value: StaticString) { self.init(source: value.description) }
    public init(stringInterpolation: StringInterpolation) { self.init(source: stringInterpolation.source) }
}
