import ArgumentParser
import BrokerModel
import History
import Ledger
import Planner
import Reconciliation

struct AvailabilityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "availability",
        abstract: "For how long nodes had two, one or no instance, and hosts were reached.",
        usage: "isobar availability [--since <time>] [--node <centre-id>] [<options>]",
        discussion: """
            Counts the instances that were seen to run, and to be healthy where they have a health check, in the time \
            each node was to be there by what was applied. Time in which nobody looked, or a host could not be reached, \
            is unknown: it counts neither for nor against. The share is held against 99.5 %, the guideline for Global \
            Brokers: met, missed, or open where the unknown time decides. No host is touched.

            Examples:
              isobar availability                                the last 30 days
              isobar availability --since 7d --limit 10          the ten worst nodes of a week
              isobar availability --node ca-eccc-msc --since 2026-11-01 --until 2026-12-01
              isobar availability --since 365d --format csv > year.csv
            """)

    @Option(
        help: ArgumentHelp(
            "From this time on: 7d, 2026-11-21, 2026-11-21T10:00:00Z. The default is 30d.", valueName: "time"))
    var since: Moment?

    @Option(help: ArgumentHelp("Before this time; now when left out.", valueName: "time"))
    var until: Moment?

    @Option(help: ArgumentHelp("At most so many nodes, the worst first.", valueName: "n"))
    var limit: Int?

    @Option(help: "text, json or csv.")
    var format = QueryFormat.text

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var trust: TrustOptions
    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 on.") }
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let ledger = try session.ledger()
            let now = WallClock.now()
            let period = try ReportPeriod.of(since: since, until: until, now: now)
            let asked = scope.scope
            let report = try await ledger.availability(
                over: period, nodes: asked.nodes.sorted(), hosts: asked.hosts.sorted(), trust: trust.duration)
            let document = AvailabilityDocument(report, goal: AvailabilityGoal(), trust: trust.duration)
            let terminal = Terminal(descriptor: 1, environment: session.environment)
            StandardStream.output.write(
                AvailabilityRendering(document: document, limit: limit).render(format, terminal))
        }
    }
}
