/// The name of a secret: the file `secrets/<name>.age` without its ending.
public struct SecretName: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let text: String

    /// Nil when `text` is empty, longer than 64 characters or holds anything
    /// but lower-case letters, digits, `.`, `_` and `-`, or starts with one of
    /// these signs.
    public init?(_ text: String) {
        let bytes = text.utf8
        guard (1...64).contains(bytes.count),
            bytes.allSatisfy({
                $0.isLowercaseLetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                    || $0 == UInt8(ascii: ".")
            }),
            let first = bytes.first, first.isLowercaseLetter || first.isDigit
        else { return nil }
        self.text = text
    }

    public var description: String { text }

    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
