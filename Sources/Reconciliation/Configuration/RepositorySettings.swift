/// The repository that holds the desired state.
public struct RepositorySettings: Sendable, Equatable {
    /// An absolute path, `file://`, `ssh://`, `user@host:path` or `https://`.
    public var url: String
    public var branch: String

    /// The directory below the top of the repository; `.` is the top.
    public var path: String
    public var pollSeconds: Int
    public var identityFile: String?
    public var tokenFile: String?

    /// Whether the head of the audit chain is published in it after every run.
    public var publishesAuditHead: Bool
}
