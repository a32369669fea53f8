/// A path on a host: absolute, normal, and safe to stand in a list of lines.
public struct AbsolutePath: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let text: String

    /// Nil when `text` does not start with `/`, ends with one, holds an empty
    /// component, `.`, `..` or a control character, or is longer than 1,024
    /// bytes.
    public init?(_ text: String) {
        guard text.utf8.first == UInt8(ascii: "/"), (2...1024).contains(text.utf8.count),
            !text.utf8.contains(where: \.isControl)
        else { return nil }
        let components = text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let dots: [[UInt8]] = [[UInt8(ascii: ".")], [UInt8(ascii: "."), UInt8(ascii: ".")]]
        guard components.allSatisfy({ component in
            !component.isEmpty && !(component.count <= 2 && dots.contains { $0.elementsEqual(component) })
        }) else { return nil }
        self.text = text
    }

    public var description: String { text }

    /// The path of the directory this path lies in; nil directly below `/`.
    public var parent: AbsolutePath? {
        text.lastIndex(of: "/").flatMap { AbsolutePath(String(text[..<$0])) }
    }

    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
