/// The identifier of a git commit: 40 lower-case hexadecimal digits (SHA-1).
///
/// Only the full form is one: short forms and names are revisions, which a
/// repository resolves.
public struct CommitID: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let text: String

    /// Nil unless `text` is 40 lower-case hexadecimal digits.
    public init?(_ text: String) {
        let digits = text.utf8
        guard digits.count == 40,
            digits.allSatisfy({ $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) })
        else { return nil }
        self.text = text
    }

    /// The first ten digits, for people to read.
    public var abbreviated: String { String(text.prefix(10)) }

    public var description: String { text }

    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
