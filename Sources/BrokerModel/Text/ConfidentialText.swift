/// Text of which parts may be secret: a file with a password in it, an
/// environment value.
///
/// Made by interpolation: `"PASSWORD=\(secret)\n"`. It prints with
/// `(secret)` in the place of every secret; the whole leaves only through
/// ``withRevealed(_:)``.
public struct ConfidentialText: Sendable, Hashable {
    private enum Part: Sendable, Hashable {
        case plain(String)
        case secret(Secret)
    }

    /// Most texts hold no secret: those are kept without a list.
    private enum Storage: Sendable, Hashable {
        case plain(String)

        /// At least one is a secret; no plain one is empty or follows another.
        case parts([Part])
    }

    private var storage: Storage

    public init(_ text: String) {
        storage = .plain(text)
    }

    public init(_ secret: Secret) {
        storage = .parts([.secret(secret)])
    }

    /// Whether any part is secret.
    public var isConfidential: Bool {
        if case .parts = storage { true } else { false }
    }

    /// The text with `(secret)` in the place of every secret.
    public var redacted: String {
        switch storage {
        case .plain(let text): text
        case .parts(let parts):
            parts.reduce(into: "") { text, part in
                switch part {
                case .plain(let plain): text += plain
                case .secret: text += Secret.placeholder
                }
            }
        }
    }

    /// Lends the whole text, secrets included, to `body`.
    public func withRevealed<Result, Failure: Error>(
        _ body: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch storage {
        case .plain(let text): return try body(text)
        case .parts(let parts):
            var whole = ""
            for part in parts {
                switch part {
                case .plain(let plain): whole += plain
                case .secret(let secret): secret.withRevealed { whole += $0 }
                }
            }
            return try body(whole)
        }
    }

    /// Whether the texts are the same once revealed, whichever parts of them
    /// are marked as secret: what is observed does not say which parts are.
    public func readsSame(as other: ConfidentialText) -> Bool {
        if case .plain(let text) = storage, case .plain(let same) = other.storage { return text == same }
        return withRevealed { text in other.withRevealed { text == $0 } }
    }

    public static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum += right
        return sum
    }

    /// Appends, joining neighbouring plain parts so that equal texts are equal
    /// values however they were put together.
    public static func += (left: inout Self, right: Self) {
        if case .plain(let head) = left.storage, case .plain(let tail) = right.storage {
            left.storage = .plain(head + tail)
            return
        }
        var parts = left.parts
        for part in right.parts {
            if case .plain(let tail) = part, case .plain(let head)? = parts.last {
                parts[parts.count - 1] = .plain(head + tail)
            } else {
                parts.append(part)
            }
        }
        left.storage = .parts(parts)
    }

    private var parts: [Part] {
        switch storage {
        case .plain(let text): text.isEmpty ? [] : [.plain(text)]
        case .parts(let parts): parts
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
