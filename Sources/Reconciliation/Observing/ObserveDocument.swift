/// What a look at the hosts came to, in the form that is printed as JSON
/// (docs/commands.md).
public struct ObserveDocument: Codable, Sendable, Equatable {
    public struct Host: Codable, Sendable, Equatable {
        public var name: String
        public var reached: Bool

        /// What reached it: `libssh2` or `openssh`; with `transport: auto` this
        /// is what that came to.
        public var transport: String?

        /// How long the look took, in seconds.
        public var seconds: Double

        /// Why it was not reached: the failure's code, and its text.
        public var code: String?
        public var message: String?

        /// When it was last seen whole before, if it was not reached now.
        public var lastSeen: String?

        /// How many resources were seen.
        public var resources: Int

        /// Whether it was never seen before.
        public var isFirst: Bool

        /// What differs from the look before, by address.
        public var appeared: [String]
        public var changed: [String]
        public var gone: [String]
    }

    public var formatVersion: Int
    public var broker: String
    public var observedAt: String
    public var hosts: [Host]
}
