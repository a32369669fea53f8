/// How long a comment may be, in bytes of UTF-8.
public struct CommentLimit: Sendable, Hashable {
    public let bytes: Int

    public init(bytes: Int) {
        self.bytes = bytes
    }

    /// 65,536 characters (REST API, issue comments: "body is too long (maximum is
    /// 65536 characters)"); a character takes at least one byte.
    public static let github = Self(bytes: 65_536)

    /// A note may have a million characters (GitLab, application limits).
    public static let gitlab = Self(bytes: 1_000_000)

    /// Gitea and Forgejo keep a comment in a LONGTEXT; what people still read is
    /// much shorter.
    public static let gitea = Self(bytes: 262_144)
}
