/// The forge that holds the repository (`forge:`).
public struct ForgeSettings: Sendable, Equatable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case github
        case gitlab
        /// Gitea and Forgejo.
        case gitea
    }

    public var kind: Kind

    /// Holds the secret the forge signs its webhooks with.
    public var webhookSecretFile: String

    public init(kind: Kind, webhookSecretFile: String) {
        self.kind = kind
        self.webhookSecretFile = webhookSecretFile
    }
}
