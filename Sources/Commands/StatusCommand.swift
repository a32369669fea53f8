import ArgumentParser
import BrokerModel
import Reconciliation

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "The fleet at a glance.",
        discussion: """
            Looks at all hosts and says which answer, what runs on them, which nodes lack an instance, and how far \
            the hosts are from the branch. Exit status 8 when a host could not be looked at.

            Example:
              isobar status
            """)

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let reconciler = try session.reconciler()
            let progress = PreparationProgress(Terminal(descriptor: 2, environment: session.environment))
            let prepared = try await reconciler.prepare(PlanRequest(), report: progress.show)
            progress.finish()
            let status = try await reconciler.status(of: prepared)
            await prepared.close()
            switch format {
            case .text:
                let terminal = Terminal(descriptor: 1, environment: session.environment)
                StandardStream.output.write(StatusText(status: status, terminal: terminal).render())
            case .json:
                StandardStream.output.write(JSONText.text(status))
            }
            if !prepared.plan.unreachable.isEmpty { throw Ending(status: prepared.plan.unreachableStatus) }
        }
    }
}
