public import Forge

/// The forge that holds the repository (`forge:`).
public struct ForgeSettings: Sendable, Equatable {
    /// Where commits' statuses are set, and by whose leave.
    public struct Access: Sendable, Equatable {
        /// Of the API, without a slash at its end: `https://api.github.com`.
        public var address: String
        public var repository: ForgeRepository
        public var tokenFile: String

        public init(address: String, repository: ForgeRepository, tokenFile: String) {
            self.address = address
            self.repository = repository
            self.tokenFile = tokenFile
        }
    }

    public var kind: ForgeKind

    /// Holds the secret the forge signs its webhooks with; nil when none are taken.
    public var webhookSecretFile: String?

    /// Nil when the forge is told nothing.
    public var access: Access?

    public init(kind: ForgeKind, webhookSecretFile: String? = nil, access: Access? = nil) {
        self.kind = kind
        self.webhookSecretFile = webhookSecretFile
        self.access = access
    }
}
