/// Where a host gets an image from.
public enum ImageSupply: Sendable, Equatable {
    /// The host's engine pulls it.
    case registry

    /// The controller streams it; what it is, is known before.
    case controller(ImageContent)

    /// It would have to come from the controller, which does not have it; what
    /// to do about it, as a clause.
    case nowhere(String)

    /// What the controller streams; nil when it does not.
    public var content: ImageContent? {
        if case .controller(let content) = self { content } else { nil }
    }
}
