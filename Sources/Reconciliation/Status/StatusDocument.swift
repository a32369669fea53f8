public import BrokerModel

/// The fleet at a glance, in the form that is printed as JSON.
public struct StatusDocument: Codable, Sendable, Equatable {
    public struct HostEntry: Codable, Sendable, Equatable {
        public var name: String
        public var role: HostRole
        public var address: String
        public var reachable: Bool

        /// What reached it: `libssh2` or `openssh`.
        public var transport: String?

        /// Why it could not be looked at.
        public var failure: String?

        /// When it was last seen whole, if not now.
        public var lastSeen: String?

        /// Isobar's containers that run.
        public var containersRunning: Int
        public var containers: Int

        /// On a load balancer: whether HAProxy runs.
        public var haproxyRunning: Bool?
        public var hasVirtualAddress: Bool?

        /// Servers that HAProxy reports as not up: `mqtt_backend/wbroker01 DOWN`.
        public var serversNotUp: [String]
    }

    public struct NodeEntry: Codable, Sendable, Equatable {
        public var centreId: String

        /// Hosts on which an instance runs.
        public var running: [String]

        /// How many instances it should have.
        public var wanted: Int

        /// Hosts that should run an instance and could not be looked at.
        public var unknown: [String]
        public var image: String?
    }

    public struct CertificateEntry: Codable, Sendable, Equatable {
        /// Where it stands: `loadBalancer.certificate`.
        public var key: String

        /// The secret it comes from.
        public var secret: String?
        public var names: [String]
        public var expiresAt: String

        /// Whole days; negative when it has expired.
        public var daysLeft: Int

        /// Whether the hosts have it; a plan would bring it there otherwise.
        public var isOnHosts: Bool
    }

    public struct RunEntry: Codable, Sendable, Equatable {
        public var run: Int64
        public var outcome: String?
        public var startedAt: String
        public var actor: String
    }

    public var formatVersion: Int
    public var broker: String
    public var commit: String
    public var commitSummary: String
    public var lastAppliedCommit: String?
    public var lastRun: RunEntry?
    public var observedAt: String

    /// Steps because git moved.
    public var pending: Int

    /// Steps because a host moved.
    public var drift: Int
    public var conflicts: Int
    public var hosts: [HostEntry]
    public var nodes: [NodeEntry]
    public var certificates: [CertificateEntry]
    public var warnings: [String]
}
