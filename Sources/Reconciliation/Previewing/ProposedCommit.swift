import BrokerModel

/// What merging a change gives, as far as it may be opened.
struct ProposedCommit: Sendable {
    var commit: OpenedCommit

    /// Secrets that are new or changed and stayed closed.
    var closed: Set<SecretName> = []

    /// The secrets that are what they say; without those something else stands for.
    var openSecrets: [SecretName: Secret] { commit.secrets.filter { !closed.contains($0.key) } }
}
