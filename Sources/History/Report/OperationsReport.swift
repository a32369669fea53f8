import BrokerModel

/// A period of a broker's operation, for those it is answered to.
public struct OperationsReport: Sendable, Equatable {
    /// A day, in UTC.
    public struct Day: Sendable, Equatable {
        /// `2026-11-21`.
        public var date: String
        public var succeeded = 0
        public var failed = 0

        /// Steps that mended drift.
        public var mended = 0
    }

    /// From a commit to the hosts being as it says.
    public struct LeadTime: Sendable, Equatable {
        public var commit: String
        public var summary: String
        public var run: Int64
        public var duration: Duration
    }

    public var period: TimeSpan

    /// Every day of the period, the first first.
    public var days: [Day]
    public var runs: Int
    public var failedRuns: Int

    /// Of every commit that was brought to the hosts, by the first run that
    /// succeeded with it; the oldest first.
    public var leadTimes: [LeadTime]
    public var steps: [ReportFacts.Count]
    public var failures: [ReportFacts.Count]
    public var drifted: [ReportFacts.Count]

    /// Who started how many runs, the most first.
    public var actors: [ReportFacts.Count]
    public var decisions: [ReportFacts.Decisions]
    public var availability: AvailabilityReport

    /// How a run may end that brought what it should.
    private static let success = "succeeded"

    public init(_ facts: ReportFacts, availability: AvailabilityReport) {
        let period = availability.period
        self.period = period
        self.availability = availability
        days = Self.days(facts, period)
        runs = facts.runs.count
        failedRuns = facts.runs.count { $0.outcome != nil && $0.outcome != Self.success }
        leadTimes = Self.leadTimes(facts.runs)
        steps = Self.counted(facts.steps.filter { $0.outcome == Self.success }.map { ($0.action, $0.count) })
        failures = facts.failures
        drifted = facts.drifted
        actors = Self.counted(facts.runs.map { ($0.actor, 1) })
        decisions = facts.decisions
    }

    private static func days(_ facts: ReportFacts, _ period: TimeSpan) -> [Day] {
        let first = day(period.from)
        let last = day(period.to - .microseconds(1))
        var days = (first...max(first, last)).map { Day(date: date($0)) }
        func place(of day: Int64) -> Int? {
            let index = Int(day - first)
            return days.indices.contains(index) ? index : nil
        }
        for run in facts.runs {
            guard let outcome = run.outcome, let index = place(of: day(run.startedAt)) else { continue }
            if outcome == success { days[index].succeeded += 1 } else { days[index].failed += 1 }
        }
        for steps in facts.steps where steps.cause == StepCause.drift.rawValue && steps.outcome == success {
            if let index = place(of: steps.day) { days[index].mended += steps.count }
        }
        return days
    }

    private static func day(_ moment: Timestamp) -> Int64 {
        let day: Int64 = 86_400_000_000
        let rest = moment.microseconds % day
        return (moment.microseconds - (rest < 0 ? rest + day : rest)) / day
    }

    private static func date(_ day: Int64) -> String {
        String(Timestamp(seconds: day * 86_400).description.prefix(10))
    }

    private static func leadTimes(_ runs: [ReportFacts.Run]) -> [LeadTime] {
        var seen: Set<String> = []
        var times: [LeadTime] = []
        for run in runs where run.outcome == success {
            guard let commit = run.commit, let authored = run.authoredAt, let ended = run.endedAt, authored <= ended,
                seen.insert(commit).inserted
            else { continue }
            times.append(
                LeadTime(commit: commit, summary: run.summary ?? "", run: run.number, duration: ended - authored))
        }
        return times
    }

    private static func counted(_ names: [(String, Int)]) -> [ReportFacts.Count] {
        var counts: [String: Int] = [:]
        for (name, count) in names { counts[name, default: 0] += count }
        return counts.map { ReportFacts.Count(name: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }

    /// The duration that half of the commits did not exceed; nil when there are
    /// none.
    public var medianLeadTime: Duration? {
        let sorted = leadTimes.map(\.duration).sorted()
        return sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
    }
}
