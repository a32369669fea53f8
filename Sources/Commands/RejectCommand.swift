import ArgumentParser
import BrokerModel
import Controller
import Reconciliation
import WebServer

struct RejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject",
        abstract: "Reject the plan that waits.",
        usage: "isobar reject <digest> [--reason <text>] [<options>]",
        discussion: """
            It is not proposed again. What drifts is mended as before; the next commit is proposed anew.

            Example:
              isobar reject sha256:2f7c41d09ab3 --reason "not before the storm is over"
            """)

    @Argument(help: "The plan's digest, or as much of it as isobar plan prints.")
    var digest: String

    @Option(help: ArgumentHelp("Why; kept in the record.", valueName: "text"))
    var reason: String?

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        _ = try PlanName(digest)
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let plan = try await PlanName(digest).digest("reject", session.service)
            let order = OrderDocument(reason: reason)
            let status = try await session.service.decide(.rejected, on: plan, order)
            ServiceText.write(status, format, session)
        }
    }
}
