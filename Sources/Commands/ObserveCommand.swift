import ArgumentParser
import BrokerModel
import Reconciliation

struct ObserveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "observe",
        abstract: "Look at the hosts, and record what is there.",
        usage: """
            isobar observe [--host <name> ...] [<options>]
                   isobar observe --cached --export <file>
            """,
        discussion: """
            Says of each host whether it was reached, how long that took, and what differs from the look before. \
            Nothing is changed, and nothing is installed on a host by looking at it. What was seen is what \
            'plan --cached' and 'drift --cached' go by.

            --export writes what was seen to a file, for 'isobar preview --offline' where no host can be reached: it holds \
            no secret and no text of a file. With --cached it is of the last look, and no host is touched.

            Exit status 0, or 8 when a host was not reached.

            Examples:
              isobar observe
              isobar observe --host waloop01 --format json
              isobar observe --cached --export observation.json
            """)

    @OptionGroup var selection: HostOptions

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @Option(help: ArgumentHelp("Write what was seen of all hosts here, too.", valueName: "file"))
    var export: String?

    @Flag(help: "With --export: go by the last observation; touch no host.")
    var cached = false

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        if cached, export == nil { throw ValidationError("--cached goes with --export: else there is nothing to do.") }
        if cached, !selection.hosts.isEmpty { throw ValidationError("An export is of all hosts: leave out --host.") }
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let status: Int32 = if cached { 0 } else { try await look(session) }
            if let export {
                let text = try await session.reconciler().exportedObservation().json
                try PublicFile.write(text, to: export)
                StandardStream.error.write("isobar: what was seen of the hosts is in \(export)\n")
            }
            if status != 0 { throw Ending(status: status) }
        }
    }

    /// - Returns: what to end with.
    private func look(_ session: Session) async throws -> Int32 {
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
        return ExitStatus.of(result.unreachable.values.map(\.code))
    }
}
