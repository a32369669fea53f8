/// Text of which parts may be secret: a file with a password in it, an
/// environment value.
///
/// Made by interpolation: `"PASSWORD=\(secret)\n"`. It prints with
/// `(secret)` in the place of every secret; the whole leaves only through
/// ``withRevealed(_:)``.
public struct ConfidentialText: Sendable, Hashable {
    private enum Segment: Sendable, Hashable {
        case plain(String)
        case secret(Secret)
    }

    private var segments: [Segment]

    public init(_ text: String) {
        segments = text.isEmpty ? [] : [.plain(text)]
    }

    public init(_ secret: Secret) {
        segments = [.secret(secret)]
    }

    /// Whether any part is secret.
    public var isConfidential: Bool {
        segments.contains { if case .secret = $0 { true } else { false } }
    }

    /// The text with `(secret)` in the place of every secret.
    public var redacted: String {
        segments.reduce(into: "") { text, segment in
            switch segment {
            case .plain(let part): text += part
            case .secret: text += Secret.placeholder
            }
        }
    }

    /// Lends the whole text, secrets included, to `body`.
    public func withRevealed<Result, Failure: Error>(
        _ body: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if segments.count <= 1, case .plain(let text)? = segments.first { return try body(text) }
        var whole = ""
        for segment in segments {
            switch segment {
            case .plain(let part): whole += part
            case .secret(let secret): secret.withRevealed { whole += $0 }
            }
        }
        return try body(whole)
    }

    public static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum += right
        return sum
    }

    /// Appends, joining neighbouring plain parts so that equal texts are equal
    /// values however they were put together.
    public static func += (left: inout Self, right: Self) {
        for segment in right.segments {
            if case .plain(let tail) = segment, case .plain(let head)? = left.segments.last {
                left.segments[left.segments.count - 1] = .plain(head + tail)
            } else {
                left.segments.append(segment)
            }
        }
    }
}

extension ConfidentialText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { redacted }
    public var debugDescription: String { redacted }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension ConfidentialText: ExpressibleByStringInterpolation {
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ConfidentialText("")

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) { text += ConfidentialText(literal) }
        public mutating func appendInterpolation(_ plain: String) { text += ConfidentialText(plain) }
        public mutating func appendInterpolation(_ number: Int) { text += ConfidentialText(String(number)) }
        public mutating func appendInterpolation(_ other: ConfidentialText) { text += other }
        public mutating func appendInterpolation(_ secret: Secret) { text += ConfidentialText(secret) }
    }

    public init(stringLiteral value: String) { self.init(value) }
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.text }
}
