/// The identifier of a WIS2 centre, as in the WMO registry: `ca-eccc-msc`.
///
/// Matches `^[a-z]+(-[a-z0-9]+)+$` (WIS2 Guide, centre identification) and is
/// at most 63 characters long, so that it can name a container and be a DNS
/// label. Nothing in it needs quoting anywhere.
public struct CentreID: Sendable, Hashable, Comparable, CustomStringConvertible {
    public static let maximumLength = 63

    public let text: String

    /// Nil when `text` is no centre identifier.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.maximumLength, parts.count >= 2,
            let country = parts.first, !country.isEmpty, country.allSatisfy(\.isLowercaseLetter),
            parts.dropFirst().allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isLowercaseLetter || $0.isDigit } })
        else { return nil }
        self.text = text
    }

    public var description: String { text }

    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
