import ArgumentParser
import BrokerModel
import History
import Ledger
import Reconciliation

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "What was done, by whom and how it ended; the newest first.",
        usage: "isobar history [<filters>] [--limit <n>] [--cursor <cursor>] [<options>]",
        discussion: """
            Without a filter the last runs. With --host, --node, --resource or --action the steps that did it, whatever \
            run they belong to. All filters that are given must hold; a filter given more than once holds for any of \
            its values. Times are in UTC. Where there is more, the last line and 'next' in JSON give the cursor of the \
            next page; what happens meanwhile moves no page. With one --node and nothing else its life goes before: \
            where it ran, in which version, from when to when, also under names it had before or since. Nothing but the \
            controller's own database and copy of the repository is read.

            Examples:
              isobar history
              isobar history --node ca-eccc-msc
              isobar history --host waloop01 --since 7d --outcome failed
              isobar history --resource wlb01/file/etc/haproxy/haproxy.cfg --limit 5
              isobar history --since 2026-11-01 --until 2026-12-01 --format csv > nov.csv
              isobar history --actor ada --cursor runs-220       the next page
              isobar show 12                one run, with every step and its changes
            """)

    @Option(help: "text, json or csv.")
    var format = QueryFormat.text

    @Option(
        help: ArgumentHelp("Where the page before ended, as it said.", valueName: "cursor"),
        transform: LedgerArgument.cursor)
    var cursor: HistoryCursor?

    @OptionGroup var filters: FilterOptions
    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        let asksForSteps = filters.filter(at: Timestamp(seconds: 0)).asksForSteps
        try filters.validateOutcomes(ofSteps: asksForSteps)
        if let cursor, (cursor.listing == .steps) != asksForSteps {
            throw ValidationError(
                "The cursor \(cursor) is of a list of \(cursor.listing.rawValue). Give the same filters as for its page.")
        }
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let ledger = try session.ledger()
            let now = WallClock.now()
            var filter = filters.filter(at: now)
            filter.after = cursor
            let terminal = Terminal(descriptor: 1, environment: session.environment)
            let text =
                if filter.asksForSteps {
                    StepHistoryRendering(
                        page: try await ledger.steps(matching: filter), filter: filter,
                        life: try await life(filter, ledger, session)
                    ).render(format, terminal)
                } else {
                    RunHistoryRendering(page: try await ledger.runs(matching: filter), filter: filter)
                        .render(format, terminal)
                }
            StandardStream.output.write(text)
        }
    }

    /// The life of the node that is asked for, if it is one and nothing else.
    private func life(_ filter: HistoryFilter, _ ledger: LedgerStore, _ session: Session) async throws -> NodeLife? {
        guard let node = filter.nodes.first, filter == HistoryFilter(nodes: [node], limit: filter.limit) else { return nil }
        return try await NodeLife(of: node, in: ledger, try? session.source())
    }
}
