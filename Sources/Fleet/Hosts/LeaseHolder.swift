/// Who holds the lease of a host, as the host records it: one word, such as
/// `wmanage:4711`.
public struct LeaseHolder: Sendable, Hashable {
    public let text: String

    /// Nil unless `text` is 1 to 128 letters, digits, dots, colons,
    /// underscores, at signs and hyphens.
    public init?(_ text: String) {
        let marks = Set("._:@-".utf8)
        guard (1...128).contains(text.utf8.count),
            text.utf8.allSatisfy({ byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || marks.contains(byte)
            })
        else { return nil }
        self.text = text
    }
}
