import ArgumentParser
import BrokerModel
import Ledger

struct AuditLogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "The records of the audit chain, the newest first: who decided what, and why.",
        usage: "isobar audit log [<filters>] [--cursor <record>] [<options>]",
        discussion: """
            Every record: runs and steps, and what is none of both: approve, reject, refuse, pause, resume, roll-back, \
            unpin, preview, sign, login, configure, see (the branch moved), observe, prune, lose. --action and --outcome \
            take any that is recorded; one that no record has is told, with those there are. --host and --node find \
            what was done there, and pauses and pins of it. All filters \
            that are given must hold; one given more than once holds for any of its values. Where there is more, the \
            last line and 'next' in JSON give the cursor of the next page.

            Examples:
              isobar audit log --action refuse               why was it refused?
              isobar audit log --action approve --since 7d   who approved, and why?
              isobar audit log --action pause --node ca-eccc-msc
              isobar audit log --actor token/dashboard
              isobar audit log --since 2026-11-01 --limit 10000 --format csv > nov.csv
            """)

    @Option(help: "text, json or csv.")
    var format = QueryFormat.text

    @Option(help: ArgumentHelp("Where the page before ended, as it said.", valueName: "record"))
    var cursor: Int64?

    @OptionGroup var filters: FilterOptions
    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        if let cursor, cursor < 1 { throw ValidationError("--cursor takes the number of a record.") }
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let ledger = try session.ledger()
            var filter = filters.filter(at: WallClock.now())
            let shown = filter.limit
            // One more tells whether there is another page.
            filter.limit = shown + 1
            let entries = try await ledger.auditEntries(matching: filter, before: cursor)
            if let unrecorded = try await ledger.unrecordedWords(in: filter) {
                StandardStream.error.write(UnrecordedText.lines(unrecorded))
            }
            let terminal = Terminal(descriptor: 1, environment: session.environment)
            StandardStream.output.write(AuditLogRendering(entries, limit: shown).render(format, terminal))
        }
    }
}
