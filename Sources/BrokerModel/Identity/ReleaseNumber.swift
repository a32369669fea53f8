/// The release that an image's tag tells: `5.8.6`, `v5.9.0-alpine`.
public struct ReleaseNumber: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// At least major and minor number.
    private let parts: [Int]

    /// Nil when the tag does not begin with one.
    public init?(tag: String) {
        let digits = tag.hasPrefix("v") ? tag.dropFirst() : tag[...]
        var parts: [Int] = []
        for part in digits.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false) {
            let number = part.prefix { $0.isASCII && $0.isNumber }
            guard let value = Int(number) else { break }
            parts.append(value)
            if number.count < part.count { break }
        }
        guard parts.count >= 2 else { return nil }
        self.parts = parts
    }

    public var description: String { parts.map(String.init).joined(separator: ".") }

    /// Whether it certainly is: `5.8` may be any release of it.
    public func isOlder(than other: ReleaseNumber) -> Bool {
        for (own, other) in zip(parts, other.parts) where own != other { return own < other }
        return false
    }

    public static func < (left: Self, right: Self) -> Bool { left.parts.lexicographicallyPrecedes(right.parts) }
}
