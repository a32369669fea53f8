import ArgumentParser
import BrokerModel
import Controller
import Reconciliation
import WebServer

struct ApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Approve the plan that waits; the service carries it out.",
        usage: "isobar approve <digest> [--allow-deletes <n>] [<options>]",
        discussion: """
            The approval holds for exactly that plan: the hosts are looked at again, and nothing is changed if the plan \
            is another one by then. Exit status 5 when another plan waits, 7 when it deletes more than is allowed.

            Example:
              isobar approve sha256:2f7c41d09ab3 --reason "reviewed with Bob"
            """)

    @Argument(help: "The plan's digest, or as much of it as isobar plan prints.")
    var digest: String

    @Option(help: ArgumentHelp("Why; kept in the record.", valueName: "text"))
    var reason: String?

    @Option(help: ArgumentHelp("Let the plan delete up to this many nodes and hosts.", valueName: "n"))
    var allowDeletes: Int?

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        _ = try PlanName(digest)
        if let allowDeletes, allowDeletes < 0 { throw ValidationError("--allow-deletes takes a number from 0 on.") }
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let plan = try await PlanName(digest).digest("approve", session.service)
            let order = OrderDocument(reason: reason, allowDeletes: allowDeletes)
            let status = try await session.service.decide(.approved, on: plan, order)
            ServiceText.write(status, format, session)
        }
    }
}
