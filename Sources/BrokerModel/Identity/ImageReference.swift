/// A reference to a container image: `golfvert/wis2gb:2.0.6`.
///
/// Follows the grammar of the distribution project's `reference` package in
/// what it admits: an optional registry host with port, path components in
/// lower case, and a tag or a digest.
public struct ImageReference: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let text: String

    /// The part before tag and digest.
    public let repository: String

    /// The tag; nil when there is none (the engine then means `latest`).
    public let tag: String?

    /// Nil when `text` is no image reference.
    public init?(_ text: String) {
        guard text.utf8.count <= 255, let parts = Self.split(text) else { return nil }
        self.text = text
        self.repository = parts.repository
        self.tag = parts.tag
    }

    public var description: String { text }

    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    private static func split(_ text: String) -> (repository: String, tag: String?)? {
        let byDigest = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        if byDigest.count == 2 {
            let digest = byDigest[1].utf8
            guard byDigest[1].hasPrefix("sha256:"), digest.count == 71,
                digest.dropFirst(7).allSatisfy({ $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) })
            else { return nil }
        }
        let named = byDigest[0]
        var repository = named
        var tag: Substring?
        // The last colon starts a tag unless a slash follows: then it is a port.
        if let colon = named.lastIndex(of: ":"), !named[colon...].contains("/") {
            repository = named[..<colon]
            tag = named[named.index(after: colon)...]
        }
        if let tag {
            guard (1...128).contains(tag.utf8.count), tag.utf8.allSatisfy(isTagByte), tag.first != ".", tag.first != "-"
            else { return nil }
        }
        let components = repository.split(separator: "/", omittingEmptySubsequences: false)
        for (position, component) in components.enumerated() {
            let mayHavePort = position == 0 && components.count > 1
            guard !component.isEmpty,
                component.utf8.allSatisfy({ isPathByte($0) || (mayHavePort && $0 == UInt8(ascii: ":")) }),
                let first = component.utf8.first, first.isLowercaseLetter || first.isDigit,
                let last = component.utf8.last, last.isLowercaseLetter || last.isDigit
            else { return nil }
        }
        return (String(repository), tag.map(String.init))
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        byte.isLowercaseLetter || byte.isDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "-")
    }

    private static func isTagByte(_ byte: UInt8) -> Bool {
        isPathByte(byte) || byte.isUppercaseLetter
    }
}
