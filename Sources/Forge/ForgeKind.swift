/// The kinds of forges there are clients for.
public enum ForgeKind: String, Sendable, Hashable, CaseIterable {
    case github
    case gitlab
    /// Gitea and Forgejo.
    case gitea
}
