import ArgumentParser
import BrokerModel
import Controller
import Reconciliation
import WebServer

struct UnpinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unpin",
        abstract: "Let go what isobar rollback holds.",
        usage: "isobar unpin [--node <centre-id>] [<options>]",
        discussion: """
            The branch's own commit is wanted again, and decided on as every change: under policy.apply approval its \
            plan waits.

            Examples:
              isobar unpin
              isobar unpin --node ca-eccc-msc
            """)

    @Option(help: ArgumentHelp("This node alone; everything without it.", valueName: "centre-id"))
    var node: String?

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        if let node { try NameCheck.nodes([node]) }
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            ServiceText.write(try await session.service.unpin(OrderDocument(node: node)), format, session)
        }
    }
}
