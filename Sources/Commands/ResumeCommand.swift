import ArgumentParser
import BrokerModel
import Controller
import Reconciliation
import WebServer

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "End a pause, and begin anew with what was left alone because it drifts again and again.",
        discussion: """
            'all' ends every pause.

            Example:
              isobar resume host/waloop01
            """)

    @Argument(help: "all, host/NAME, node/CENTRE-ID or kind/KIND.")
    var scope: String

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        guard ChangeScope(scope) != nil else { throw ValidationError(ServiceText.noScope(scope)) }
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let order = OrderDocument(scope: scope)
            ServiceText.write(try await session.service.resume(order), format, session)
        }
    }
}
