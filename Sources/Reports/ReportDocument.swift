import BrokerModel
import History
public import Reconciliation

/// A period of operation as JSON. Durations are in seconds, lists have the most
/// frequent first.
public struct ReportDocument: Encodable, Sendable {
    public struct Day: Encodable, Sendable {
        public let date: String
        public let succeeded: Int
        public let failed: Int

        /// Steps that mended drift.
        public let mended: Int
    }

    public struct LeadTime: Encodable, Sendable {
        public let commit: String
        public let summary: String
        public let run: Int64
        public let seconds: Double
    }

    public struct Count: Encodable, Sendable {
        public let name: String
        public let count: Int

        init(_ count: ReportFacts.Count) {
            name = count.name
            self.count = count.count
        }
    }

    public struct Decisions: Encodable, Sendable {
        public let actor: String
        public let verdict: String
        public let count: Int
    }

    public let formatVersion = 1
    public let from: String
    public let to: String

    /// Before it nothing of the period is recorded here any more; nil when all is.
    public let recordedFrom: String?
    public let runs: Int
    public let failedRuns: Int
    public let days: [Day]

    /// From a commit's being authored to its standing on the hosts, the oldest first.
    public let leadTimes: [LeadTime]
    public let medianLeadSeconds: Double?
    public let drifted: [Count]
    public let failures: [Count]
    public let actors: [Count]
    public let decisions: [Decisions]
    public let availability: AvailabilityDocument

    init(_ report: OperationsReport, availability: AvailabilityDocument, recordedFrom: Timestamp?) {
        from = report.period.from.description
        to = report.period.to.description
        self.recordedFrom = recordedFrom?.description
        runs = report.runs
        failedRuns = report.failedRuns
        days = report.days.map {
            Day(date: $0.date, succeeded: $0.succeeded, failed: $0.failed, mended: $0.mended)
        }
        leadTimes = report.leadTimes.map {
            LeadTime(commit: $0.commit, summary: $0.summary, run: $0.run, seconds: $0.duration.inSeconds)
        }
        medianLeadSeconds = report.medianLeadTime?.inSeconds
        drifted = report.drifted.map(Count.init)
        failures = report.failures.map(Count.init)
        actors = report.actors.map(Count.init)
        decisions = report.decisions.map {
            Decisions(actor: $0.actor, verdict: $0.verdict, count: $0.count)
        }
        self.availability = availability
    }
}

extension Duration {
    /// To the millisecond.
    fileprivate var inSeconds: Double {
        let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        return Double(milliseconds) / 1000
    }
}
