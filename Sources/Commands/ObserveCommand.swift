import ArgumentParser
import BrokerModel
import Reconciliation

struct ObserveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "observe",
        abstract: "Look at the hosts, and record what is there.",
        discussion: """
            Says of each host whether it was reached, how long that took, and what differs from the look before. \
            Nothing is changed, and nothing is installed on a host by looking at it. What was seen is what \
            'plan --cached' and 'drift --cached' go by.

            Exit status 0, or 8 when a host was not reached.

            Examples:
              isobar observe
              isobar observe --host waloop01 --format json
            """)

    @OptionGroup var selection: HostOptions

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let progress = PreparationProgress(Terminal(descriptor: 2, environment: session.environment))
            let result = try await session.reconciler().observe(
                ObserveRequest(hosts: selection.hosts), report: progress.show)
            progress.finish()
            switch format {
            case .text:
                let terminal = Terminal(descriptor: 1, environment: session.environment)
                StandardStream.output.write(
                    ObserveText(look: result.document, now: WallClock.now(), terminal: terminal).render())
            case .json:
                StandardStream.output.write(JSONText.text(result.document))
            }
            let status = ExitStatus.of(result.unreachable.values.map(\.code))
            if status != 0 { throw Ending(status: status) }
        }
    }
}
