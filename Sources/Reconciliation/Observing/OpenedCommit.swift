import BrokerModel
import Fleet

/// A commit, what is in its secrets, and which of its images the controller has.
struct OpenedCommit: Sendable {
    var loaded: LoadedCommit
    var secrets: [SecretName: Secret]

    /// Nothing, unless images are streamed to the hosts.
    var images = ImageFindings()

    var desired: DesiredState { loaded.desired }
}
