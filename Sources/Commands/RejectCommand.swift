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
              isobar reject sha256:2f7c… --reason "not before the storm is over"
            """)

    @Argument(help: "The plan's digest, as isobar sync and isobar plan print it.")
    var digest: String

    @Option(help: ArgumentHelp("Why; kept in the record.", valueName: "text"))
    var reason: String?

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        guard Digest(digest) != nil else { throw ValidationError("'\(digest)' is no digest: sha256: and 64 digits.") }
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            guard let plan = Digest(digest) else { return }
            let order = OrderDocument(reason: reason)
            let status = try await session.service.decide(.rejected, on: plan, order)
            ServiceText.write(status, format, session)
        }
    }
}
