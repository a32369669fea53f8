import ArgumentParser
import BrokerModel
import Ledger

struct AuditSQLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql",
        abstract: "Ask the ledger in SQL, over a connection that cannot write.",
        usage: "isobar audit sql <query> [--limit <n>] [<options>]",
        discussion: """
            One SELECT in SQLite's language. Its views and their columns stay from version to version \
            (docs/history.md); the tables behind them do not. Times are RFC 3339 in UTC, so that they sort and compare \
            as text.

              runs          run started_at ended_at seconds actor command outcome
                            commit author commit_summary plan
              steps         run step resource host action cause intended_at
                            ended_at seconds outcome code reduces actor commit
              observations  resource host seen_from seen_until owned digest
              looks         host looked_at failure
              audit_log     sequence at actor action subject outcome run commit hash
              decisions     plan commit verdict actor allowed_deletes decided_at
                            run voided_at
              pauses        scope actor begun_at until ended_by ended_at
              commits       commit author authored_at summary

            "commit" is a word of SQL: quote it.

            Examples:
              isobar audit sql "SELECT host, count(*) FROM steps GROUP BY host"
              isobar audit sql "SELECT * FROM runs WHERE outcome = 'failed'"
              isobar audit sql --format csv "SELECT * FROM looks WHERE failure IS
              NOT NULL" > failures.csv
            """)

    @Argument(help: "The question.")
    var query: String

    @Option(help: ArgumentHelp("At most so many rows.", valueName: "n"))
    var limit = 1000

    @Option(help: ArgumentHelp("At most so long: 10s (the default), 5m.", valueName: "time"))
    var timeout: Moment?

    @Option(help: "text, json or csv.")
    var format = QueryFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        if !(1...1_000_000).contains(limit) { throw ValidationError("--limit takes a number from 1 to 1000000.") }
        if let timeout, timeout.length == nil { throw ValidationError("--timeout takes a length of time: 10s, 5m.") }
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            // Brings an older file to the schema that has the views.
            let ledger = try session.ledger()
            let limits = SQLLimits(time: timeout?.length ?? SQLLimits().time, rows: limit)
            let answer = try SQLConsole(path: ledger.path, limits: limits).ask(query)
            let terminal = Terminal(descriptor: 1, environment: session.environment)
            StandardStream.output.write(SQLAnswerRendering(answer: answer).render(format, terminal))
        }
    }
}
