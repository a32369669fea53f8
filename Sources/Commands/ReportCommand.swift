import ArgumentParser
import BrokerModel
import Reports

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
        case json
    }

    @Option(help: ArgumentHelp("From this time on: 30d (the default), 2026-11-01.", valueName: "time"))
    var since: Moment?

    @Option(help: ArgumentHelp("Before this time; now when left out.", valueName: "time"))
    var until: Moment?

    @Option(help: "markdown, html or json.")
    var format = Format.markdown

    @OptionGroup var trust: TrustOptions
    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let ledger = try Session(configuration).ledger()
            let period = try ReportPeriod.of(since: since, until: until, now: WallClock.now())
            let report = try await PeriodReport(over: period, in: ledger, trust: trust.duration)
            switch format {
            case .markdown: StandardStream.output.write(report.markdown)
            case .html: StandardStream.output.write(report.html)
            case .json: StandardStream.output.write(JSONText.text(report.document))
            }
        }
    }
}
