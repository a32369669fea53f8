/// A mail address that cannot be anything else: no option of a program, no second
/// header, no list.
///
/// The dot-atom form of RFC 5322, section 3.4.1, in ASCII.
public struct MailAddress: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    /// Nil when `text` is no such address.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, parts.allSatisfy(Self.isDotAtom), !text.hasPrefix("-") else {
            return nil
        }
        self.text = text
    }

    public var description: String { text }

    private static func isDotAtom(_ part: Substring) -> Bool {
        !part.isEmpty
            && part.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
                !atom.isEmpty && atom.utf8.allSatisfy { $0.isLetter || $0.isDigit || "+-_=".utf8.contains($0) }
            }
    }
}
