import BrokerModel
import Foundation
import History
import Reconciliation
import Testing

@testable import Reports

/// The page of a month in which everything happened that the page tells of, held
/// against what it looked like when somebody looked at it.
@Suite("The month on a page")
struct ReportTests {
    private static let day: Int64 = 86_400

    private let report: OperationsReport
    private var document: AvailabilityDocument {
        AvailabilityDocument(report.availability, goal: AvailabilityGoal())
    }

    init() throws {
        let start = Timestamp(seconds: 20_000 * Self.day)
        func at(_ hours: Int64) -> Timestamp { start + .seconds(hours * 3600) }
        func span(_ from: Int64, _ to: Int64) throws -> TimeSpan { try #require(TimeSpan(at(from), at(to))) }
        let (one, two) = (try #require(HostName("waloop01")), try #require(HostName("waloop02")))
        let well = try #require(CentreID("ca-eccc-msc"))
        let poor = try #require(CentreID("de-dwd"))
        let begun = try #require(TimeSpan(start - .seconds(60), start))
        let applied = [one, two].map { AppliedInstance(host: $0, begun: begun, ended: nil) }
        let up = [
            InstanceSpan(host: one, span: try span(0, 72), isUp: true),
            InstanceSpan(host: two, span: try span(0, 72), isUp: true),
        ]
        let down = [InstanceSpan(host: one, span: try span(0, 48), isUp: true)]
        let looks = [
            one: [HostLook(at: at(0)), HostLook(at: at(60))],
            two: [HostLook(at: at(0)), HostLook(at: at(60), failure: "host-unreachable")],
        ]
        let period = try span(0, 72)
        let coverage = looks.mapValues { looks in
            var coverage = HostCoverage(period: period, trust: .seconds(60 * 3600))
            for look in looks { coverage.add(look) }
            coverage.finish()
            return coverage
        }
        let availability = AvailabilityReport(
            period: period,
            nodes: [
                well: NodeRecords(instances: up, applied: applied),
                poor: NodeRecords(instances: down, applied: applied),
            ],
            hosts: coverage)
        report = OperationsReport(Self.facts(at), availability: availability)
    }

    private static func facts(_ at: (Int64) -> Timestamp) -> ReportFacts {
        ReportFacts(
            runs: [
                ReportFacts.Run(
                    number: 1, startedAt: at(1), endedAt: at(2), outcome: "succeeded", actor: "ada@wmanage",
                    commit: String(repeating: "ab", count: 20), authoredAt: at(0),
                    summary: "Bump | antiloop <b>2.0.6</b>, see #12 and @everyone"),
                ReportFacts.Run(number: 2, startedAt: at(26), endedAt: at(27), outcome: "failed", actor: "isobar"),
            ],
            steps: [
                ReportFacts.Steps(
                    day: 20_002, action: "replace", cause: "drift", outcome: "succeeded", count: 3)
            ],
            failures: [ReportFacts.Count(name: "host-unreachable", count: 2)],
            drifted: [ReportFacts.Count(name: "waloop01/file/home/gb/a_b*c.env", count: 3)],
            decisions: [
                ReportFacts.Decisions(actor: "ada@wmanage", verdict: "approved", count: 4),
                ReportFacts.Decisions(actor: "token/`x` | <script>alert(1)</script>", verdict: "rejected", count: 1),
            ])
    }

    /// A file beside this one.
    private func golden(_ name: String) throws -> String {
        let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        return try String(contentsOf: directory.appendingPathComponent("Golden/" + name), encoding: .utf8)
    }

    @Test("As markdown: figures as they are, and what others wrote is text")
    func markdown() throws {
        let text = ReportMarkdown(report: report, availability: document).render()
        #expect(text == (try golden("report.md")), "now it is:\n\(text)")
        #expect(!text.contains("<script>") && !text.contains("<b>"))
        #expect(text.contains("| 100.00 % |") && text.contains("`ada@wmanage`"))
        // A cell that others wrote has no pipe of its own.
        let widths = text.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { $0.count { $0 == "|" } }
        #expect(Set(widths) == [9, 5, 3, 4])
    }

    @Test("What was pruned is not counted as nothing")
    func pruned() {
        let first = Timestamp(seconds: 1_764_000_000)
        let texts = [
            ReportMarkdown(report: report, availability: document, recordedFrom: first).render(),
            ReportHTML(report: report, availability: document, recordedFrom: first).render(),
        ]
        for text in texts { #expect(text.contains("before 2025-11-24 16:00:00 UTC was pruned"), "\(text)") }
    }

    @Test("As HTML: nothing of others is markup")
    func html() throws {
        let page = ReportHTML(report: report, availability: document).render()
        #expect(page == (try golden("report.html")), "now it is:\n\(page)")
        #expect(!page.contains("<script>") && page.contains("&lt;script&gt;"))
    }

    @Test(
        "A figure is as it was made, and what is none is written so that it stays text",
        arguments: [
            ("100.00 %", "100.00 %"), ("-", "-"), ("2 h 30 min", "2 h 30 min"), ("2026-11-22", "2026-11-22"),
            ("a|b", "a&#124;b"), ("<b>", "&#60;b&#62;"), ("@everyone", "<code>&#64;everyone</code>"),
        ])
    func cells(text: String, source: String) {
        #expect(ReportCell.figure(text).source == source)
    }
}
