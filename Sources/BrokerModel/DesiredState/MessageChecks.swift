/// What the antiloop does with messages that fail a check.
public struct MessageChecks: Sendable, Hashable {
    /// The action of one check. Any other text would silently turn the check
    /// off in the antiloop, so no other value exists.
    public enum Action: String, Sendable, Hashable, CaseIterable, Codable {
        /// Count and let through.
        case verify
        /// Drop.
        case discard
        /// Do not check.
        case ignore
    }

    public var message: Action
    public var topic: Action
    public var metadata: Action

    public init(message: Action = .verify, topic: Action = .verify, metadata: Action = .ignore) {
        self.message = message
        self.topic = topic
        self.metadata = metadata
    }
}
