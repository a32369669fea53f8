public import BrokerModel

/// What happened in a period, as the ledger has it.
public struct ReportFacts: Sendable, Equatable {
    public struct Run: Sendable, Equatable {
        public var number: Int64
        public var startedAt: Timestamp
        public var endedAt: Timestamp?

        /// Nil while it is open.
        public var outcome: String?
        public var actor: String

        /// Hexadecimal digits.
        public var commit: String?
        public var authoredAt: Timestamp?
        public var summary: String?

        public init(
            number: Int64, startedAt: Timestamp, endedAt: Timestamp?, outcome: String?, actor: String,
            commit: String? = nil, authoredAt: Timestamp? = nil, summary: String? = nil
        ) {
            self.number = number
            self.startedAt = startedAt
            self.endedAt = endedAt
            self.outcome = outcome
            self.actor = actor
            self.commit = commit
            self.authoredAt = authoredAt
            self.summary = summary
        }
    }

    /// Steps of one kind in one day.
    public struct Steps: Sendable, Equatable {
        /// Days since 1970, in UTC.
        public var day: Int64
        public var action: String
        public var cause: String
        public var outcome: String
        public var count: Int

        public init(day: Int64, action: String, cause: String, outcome: String, count: Int) {
            self.day = day
            self.action = action
            self.cause = cause
            self.outcome = outcome
            self.count = count
        }
    }

    /// How often something happened, by its name.
    public struct Count: Sendable, Equatable {
        public var name: String
        public var count: Int

        public init(name: String, count: Int) {
            self.name = name
            self.count = count
        }
    }

    /// What a person decided on plans, and how often.
    public struct Decisions: Sendable, Equatable {
        public var actor: String
        public var verdict: String
        public var count: Int

        public init(actor: String, verdict: String, count: Int) {
            self.actor = actor
            self.verdict = verdict
            self.count = count
        }
    }

    /// The oldest first.
    public var runs: [Run]
    public var steps: [Steps]

    /// Codes of steps that failed, the most frequent first.
    public var failures: [Count]

    /// Resources that drifted and were mended, the most frequent first.
    public var drifted: [Count]
    public var decisions: [Decisions]

    public init(
        runs: [Run] = [], steps: [Steps] = [], failures: [Count] = [], drifted: [Count] = [],
        decisions: [Decisions] = []
    ) {
        self.runs = runs
        self.steps = steps
        self.failures = failures
        self.drifted = drifted
        self.decisions = decisions
    }
}
