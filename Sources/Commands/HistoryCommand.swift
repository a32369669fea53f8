import ArgumentParser
import BrokerModel
import Ledger
import Reconciliation

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "What was done, by whom and how it ended; the newest first.",
        usage: "isobar history [<filters>] [--limit <n>] [<options>]",
        discussion: """
            Without a filter the last runs. With --host, --node, --resource or --action the steps that did it, whatever \
            run they belong to. All filters that are given must hold; a filter given more than once holds for any of \
            its values. Times are in UTC. Nothing but the controller's own database is read.

            Examples:
              isobar history
              isobar history --node ca-eccc-msc
              isobar history --host waloop01 --since 7d --outcome failed
              isobar history --resource wlb01/file/etc/haproxy/haproxy.cfg --limit 5
              isobar history --since 2026-11-01 --until 2026-12-01 --format csv > nov.csv
              isobar show 12                one run, with every step and its changes
            """)

    @Option(help: "text, json or csv.")
    var format = QueryFormat.text

    @OptionGroup var filters: FilterOptions
    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let ledger = try session.reconciler().ledger
            let now = WallClock.now()
            let filter = filters.filter(at: now)
            let terminal = Terminal(descriptor: 1, environment: session.environment)
            let text =
                if filter.asksForSteps {
                    StepHistoryRendering(page: try await ledger.steps(matching: filter), filter: filter)
                        .render(format, terminal)
                } else {
                    RunHistoryRendering(page: try await ledger.runs(matching: filter), filter: filter)
                        .render(format, terminal)
                }
            StandardStream.output.write(text)
        }
    }
}
