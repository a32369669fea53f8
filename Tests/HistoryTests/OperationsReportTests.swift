import BrokerModel
import History
import Testing

@Suite("A month on a page")
struct OperationsReportTests {
    private static let day: Int64 = 86_400

    private func report(_ facts: ReportFacts, days: ClosedRange<Int64> = 10...12) throws -> OperationsReport {
        let period = try #require(
            TimeSpan(
                Timestamp(seconds: days.lowerBound * Self.day), Timestamp(seconds: (days.upperBound + 1) * Self.day)))
        return OperationsReport(facts, availability: AvailabilityReport(period: period, nodes: [:], hosts: [:]))
    }

    private func run(
        _ number: Int64, day: Int64, _ outcome: String?, commit: String? = nil, authored: Int64 = 0, took: Int64 = 60
    ) -> ReportFacts.Run {
        let start = day * Self.day + 3600
        return ReportFacts.Run(
            number: number, startedAt: Timestamp(seconds: start),
            endedAt: outcome.map { _ in Timestamp(seconds: start + took) }, outcome: outcome, actor: "ada@a",
            commit: commit,
            authoredAt: commit.map { _ in Timestamp(seconds: start - authored) }, summary: "A change")
    }

    @Test("Every day of the period, with what happened in it")
    func days() throws {
        let facts = ReportFacts(
            runs: [
                run(1, day: 10, "succeeded"), run(2, day: 10, "failed"), run(3, day: 12, "incomplete"),
                run(4, day: 12, nil), run(5, day: 13, "succeeded"),
            ],
            steps: [
                ReportFacts.Steps(day: 11, action: "update", cause: "drift", outcome: "succeeded", count: 3),
                ReportFacts.Steps(day: 11, action: "update", cause: "drift", outcome: "failed", count: 1),
                ReportFacts.Steps(day: 11, action: "create", cause: "pending", outcome: "succeeded", count: 5),
            ])
        let report = try report(facts)
        #expect(
            report.days.map { "\($0.date) \($0.succeeded) \($0.failed) \($0.mended)" } == [
                "1970-01-11 1 1 0", "1970-01-12 0 0 3", "1970-01-13 0 1 0",
            ])
        #expect(report.runs == 5 && report.failedRuns == 2)
        #expect(
            report.steps == [ReportFacts.Count(name: "create", count: 5), ReportFacts.Count(name: "update", count: 3)])
        #expect(report.actors == [ReportFacts.Count(name: "ada@a", count: 5)])
    }

    @Test("Lead time counts a commit once, by the first run that succeeded with it")
    func leadTimes() throws {
        let report = try report(
            ReportFacts(runs: [
                run(1, day: 10, "failed", commit: "aa", authored: 100),
                run(2, day: 10, "succeeded", commit: "aa", authored: 200),
                run(3, day: 11, "succeeded", commit: "aa", authored: 300),
                run(4, day: 11, "succeeded", commit: "bb", authored: 40),
                run(5, day: 11, "succeeded", commit: "cc", authored: 1000),
                // Authored, by a clock that was ahead, after it was applied.
                run(6, day: 11, "succeeded", commit: "dd", authored: -500),
            ]))
        #expect(report.leadTimes.map(\.run) == [2, 4, 5])
        #expect(report.leadTimes.map(\.duration) == [.seconds(260), .seconds(100), .seconds(1060)])
        #expect(report.medianLeadTime == .seconds(260))
        #expect(try self.report(ReportFacts()).medianLeadTime == nil)
    }

    @Test("A period within a day has that day")
    func short() throws {
        let period = try #require(
            TimeSpan(Timestamp(seconds: 10 * Self.day + 5), Timestamp(seconds: 10 * Self.day + 6)))
        let report = OperationsReport(
            ReportFacts(), availability: AvailabilityReport(period: period, nodes: [:], hosts: [:]))
        #expect(report.days.map(\.date) == ["1970-01-11"])
    }
}
