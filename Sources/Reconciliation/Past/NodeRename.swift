/// A node that got another name: its file went in the commit that brought
/// another, with most of its lines.
public struct NodeRename: Sendable, Equatable, Encodable {
    public var from: String
    public var to: String

    /// Hexadecimal digits.
    public var commit: String
    public var author: String

    /// RFC 3339.
    public var at: String
}
