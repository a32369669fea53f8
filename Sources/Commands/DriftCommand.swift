import ArgumentParser
import BrokerModel
import Reconciliation

struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "What differs on the hosts from the last applied commit.",
        usage: "isobar drift [--cached] [--host <name>] [--node <centre-id>] [<options>]",
        discussion: """
            Looks at the hosts and compares three states: what the last applied commit wants, what was applied, and \
            what is there. What somebody changed on a host is drift; what git changed since the last apply is pending. \
            'isobar apply' mends drift, and brings what is pending with it.

            Exit status 0 when there is neither, 2 when changes are pending, 3 when something drifted, 4 for both, 8 \
            when a host could not be looked at.

            Examples:
              isobar drift
              isobar drift --host waloop01
              isobar drift --node ca-eccc-msc --format json
              isobar drift --cached         by the last observation, without touching a host
            """)

    @Flag(help: "Compare the last observation; touch no host.")
    var cached = false

    @Option(help: "text, json or csv.")
    var format = QueryFormat.text

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let progress = PreparationProgress(Terminal(descriptor: 2, environment: session.environment))
            let result = try await session.reconciler().drift(
                DriftRequest(scope: scope.scope, isCached: cached), report: progress.show)
            progress.finish()
            switch format {
            case .text:
                let terminal = Terminal(descriptor: 1, environment: session.environment)
                StandardStream.output.write(
                    DriftText(drift: result.document, now: WallClock.now(), terminal: terminal).render())
            case .json: StandardStream.output.write(JSONText.text(result.document))
            case .csv: StandardStream.output.write(DriftCSV.text(result.document))
            }
            let status = result.exitStatus
            if status != 0 { throw Ending(status: status) }
        }
    }
}
