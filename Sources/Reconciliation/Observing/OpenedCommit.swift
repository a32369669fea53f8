import BrokerModel

/// A commit and what is in its secrets.
struct OpenedCommit: Sendable {
    var loaded: LoadedCommit
    var secrets: [SecretName: Secret]

    var desired: DesiredState { loaded.desired }
}
