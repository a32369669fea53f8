import ArgumentParser
import BrokerModel
import History
import Ledger
import Reconciliation

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "A month on a page: availability, deployments, failures, lead time, drift, who decided.",
        usage: "isobar report [--since <time>] [--format <format>] [<options>]",
        discussion: """
            For the meeting. As markdown, or as one HTML file with charts that loads nothing from elsewhere and prints well. \
            Reads the ledger; no host is touched.

            Examples:
              isobar report --since 30d
              isobar report --since 2026-11-01 --until 2026-12-01 --format html > november.html
            """)

    /// How the report is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case markdown
        case html
    }

    @Option(help: ArgumentHelp("From this time on: 30d (the default), 2026-11-01.", valueName: "time"))
    var since: Moment?

    @Option(help: ArgumentHelp("Before this time; now when left out.", valueName: "time"))
    var until: Moment?

    @Option(help: "markdown or html.")
    var format = Format.markdown

    @OptionGroup var trust: TrustOptions
    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let ledger = try Session(configuration).ledger()
            let period = try ReportPeriod.of(since: since, until: until, now: WallClock.now())
            let report = try await ledger.report(over: period, trust: trust.duration)
            let availability = AvailabilityDocument(report.availability, goal: AvailabilityGoal())
            let first = try await ledger.firstRecordAfterPruning().flatMap { $0 > period.from ? $0 : nil }
            switch format {
            case .markdown:
                StandardStream.output.write(
                    ReportMarkdown(report: report, availability: availability, recordedFrom: first).render())
            case .html:
                StandardStream.output.write(
                    ReportHTML(report: report, availability: availability, recordedFrom: first).render())
            }
        }
    }
}
