/// What the service does and why, in the form that is printed as JSON
/// (docs/service.md).
public struct ServiceStatus: Codable, Sendable, Equatable {
    public struct Head: Codable, Sendable, Equatable {
        public var commit: String
        public var summary: String

        /// Why its state is not used.
        public var objection: String?

        /// What was applied last, when the branch no longer contains it.
        public var rewrittenFrom: String?
    }

    public struct Waiting: Codable, Sendable, Equatable {
        public var plan: String
        public var commit: String

        /// Why a person has to decide.
        public var because: [String]
        public var steps: Int
        public var deletes: Int
        public var isRejected: Bool
    }

    public struct PauseEntry: Codable, Sendable, Equatable {
        public var scope: String
        public var by: String
        public var reason: String
        public var until: String
    }

    public struct PinEntry: Codable, Sendable, Equatable {
        public var run: Int64
        public var commit: String

        /// Absent when it is the whole broker.
        public var node: String?
        public var by: String
        public var reason: String?
    }

    public var formatVersion: Int
    public var startedAt: String

    /// `starting`, `standing`, `incomplete`, `applying`, `waiting`, `rejected`,
    /// `held` or `unusable`.
    public var state: String

    /// The same in a sentence.
    public var summary: String
    public var policy: String

    /// Absent before the branch was read.
    public var head: Head?
    public var appliedCommit: String?

    /// Why the repository cannot be read.
    public var repositoryFailure: String?

    /// Why the ledger cannot be written.
    public var ledgerFailure: String?

    /// Records that wait until it can; absent when none does.
    public var unwrittenRecords: Int?
    public var waiting: Waiting?

    /// Why something is left alone.
    public var held: [String]

    /// Resources whose steps may be carried out, yet come after one that waits.
    public var behind: [String]
    public var pauses: [PauseEntry]

    /// What is held at an earlier commit than the branch's.
    public var pins: [PinEntry]

    /// What drifts again and again and is left alone.
    public var fights: [String]

    /// Steps of the last plan: because git moved, because a host did.
    public var pending: Int
    public var drift: Int
    public var unreachable: [String]
    public var lookedAt: String?

    /// When it looks again if nothing happens.
    public var nextLookAt: String

    public static let currentFormatVersion = 1
}
