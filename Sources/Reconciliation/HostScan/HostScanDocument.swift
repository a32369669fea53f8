/// What `isobar host scan` found, in the form that is printed as JSON
/// (docs/commands.md).
public struct HostScanDocument: Codable, Sendable, Equatable {
    public enum Verdict: String, Codable, Sendable {
        /// The host presented the key that is pinned.
        case pinned
        /// It presented another one.
        case differs
        /// None is pinned, or what stands there is no key.
        case notPinned
        case unreached
    }

    public struct Key: Codable, Sendable, Equatable {
        /// As it stands in `hosts.yaml`: `ssh-ed25519 AAAA…`.
        public var key: String

        /// As `ssh-keygen -l` prints it: `SHA256:…`.
        public var fingerprint: String
    }

    public struct Host: Codable, Sendable, Equatable {
        public var name: String?
        public var role: String?
        public var address: String
        public var port: Int
        public var verdict: Verdict
        public var presented: Key?
        public var pinned: Key?

        /// Why it was not reached: the failure's code, and its text.
        public var code: String?
        public var message: String?
    }

    public var formatVersion: Int
    public var hosts: [Host]
}
