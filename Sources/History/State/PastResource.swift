public import BrokerModel

/// A resource at a past moment.
public struct PastResource: Sendable, Hashable {
    /// The last step on it until then.
    public struct LastStep: Sendable, Hashable {
        public var run: Int64
        public var actor: String

        /// Hexadecimal digits.
        public var commit: String?
        public var action: String
        public var outcome: String

        public init(run: Int64, actor: String, commit: String?, action: String, outcome: String) {
            self.run = run
            self.actor = actor
            self.commit = commit
            self.action = action
            self.outcome = outcome
        }
    }

    public var address: ResourceAddress

    /// The host that was looked at, of which the address may say nothing.
    public var host: HostName
    public var isOwned: Bool

    /// Since when it was seen so.
    public var since: Timestamp

    /// When it was first seen otherwise, or gone; nil when it never was.
    public var until: Timestamp?

    /// What it is by: two with the same digest are the same.
    public var digest: Digest

    /// Its properties as text; no secret is among them.
    public var record: [String: String]
    public var lastStep: LastStep?
    public var certainty: Certainty

    public init(
        address: ResourceAddress, host: HostName, isOwned: Bool, since: Timestamp, until: Timestamp?, digest: Digest,
        record: [String: String], lastStep: LastStep? = nil, certainty: Certainty = .seen
    ) {
        self.address = address
        self.host = host
        self.isOwned = isOwned
        self.since = since
        self.until = until
        self.digest = digest
        self.record = record
        self.lastStep = lastStep
        self.certainty = certainty
    }

    /// Whether it is something that runs or stands still, as a container does.
    public var canRun: Bool { record["state"] != nil }
}
