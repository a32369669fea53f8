internal import BrokerModel

/// What the kinds want to know of one host.
struct HostQuestion: Sendable {
    var look = LookVerb()

    /// Whether the container engine has to be asked, too.
    var asksEngine = false

    /// Images to look for.
    var images: Set<ImageReference> = []
}
