import ArgumentParser
import BrokerModel
import Controller
import Reconciliation
import WebServer

struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Have the service look at branch and hosts now.",
        discussion: """
            Says how things stand once that was judged: what is to be applied has begun then. What the service had given \
            up is tried again. A service has to run: isobar serve

            Example:
              isobar sync
            """)

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let status = try await session.service.sync(OrderDocument())
            ServiceText.write(status, format, session)
        }
    }
}
