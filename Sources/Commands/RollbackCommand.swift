import ArgumentParser
import BrokerModel
import Controller
import Reconciliation
import WebServer

struct RollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Go back to the commit of an earlier run, and hold it.",
        usage: "isobar rollback [<run>] [<options>]",
        discussion: """
            The service brings that commit back at once, whatever policy.apply and its windows say, by the same path as \
            every change: pair by pair, each healthy before the next. What it wants is held until the branch has a newer \
            commit, or until isobar unpin. With --node that node alone goes back, with the image it had; its secrets and \
            everything else stay as the branch wants them.

            Without a run, the last that succeeded with another commit than the one applied now. What would give data to \
            another version of the program that wrote it (Redis, EMQX, Prometheus, Grafana, Portainer) and more \
            deletions than the limits allow wait for isobar approve. Where no service runs: isobar apply --ref COMMIT.

            Examples:
              isobar rollback --reason "messages are lost since 2.0.7"
              isobar rollback 41
              isobar rollback 41 --node ca-eccc-msc
            """)

    @Argument(help: "The run's number, as isobar history prints it.")
    var number: Int64?

    @Option(help: ArgumentHelp("This node alone.", valueName: "centre-id"))
    var node: String?

    @Option(help: ArgumentHelp("Why; kept in the record.", valueName: "text"))
    var reason: String?

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        if let node { try NameCheck.nodes([node]) }
        if let number, number < 1 { throw ValidationError("Runs are numbered from 1.") }
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let order = OrderDocument(reason: reason, run: number, node: node)
            ServiceText.write(try await session.service.rollBack(order), format, session)
        }
    }
}
