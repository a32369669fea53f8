/// The short name of a host, as in `hosts.yaml`: `waloop01`.
///
/// One label of RFC 1123: letters, digits and inner hyphens, at most 63
/// characters, lower case.
public struct HostName: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let text: String

    /// Nil when `text` is no host name.
    public init?(_ text: String) {
        let bytes = text.utf8
        guard (1...63).contains(bytes.count),
            bytes.allSatisfy({ $0.isLowercaseLetter || $0.isDigit || $0 == UInt8(ascii: "-") }),
            bytes.first != UInt8(ascii: "-"), bytes.last != UInt8(ascii: "-")
        else { return nil }
        self.text = text
    }

    public var description: String { text }

    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
