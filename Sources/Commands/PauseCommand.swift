import ArgumentParser
import BrokerModel
import Controller
import Reconciliation
import WebServer

struct PauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Have the service leave a part of the broker alone for some time.",
        usage: "isobar pause <scope> --for <time> --reason <text> [<options>]",
        discussion: """
            Nothing of that part is applied or mended until then; a run that touches it ends after its steps at hand. \
            isobar resume ends it sooner.

            Examples:
              isobar pause all --for 2h --reason "storm"
              isobar pause host/waloop01 --for 30m --reason "disk is being replaced"
            """)

    @Argument(help: "all, host/NAME, node/CENTRE-ID or kind/KIND.")
    var scope: String

    @Option(name: .customLong("for"), help: ArgumentHelp("How long: 30m, 2h, 7d.", valueName: "time"))
    var length: String

    @Option(help: ArgumentHelp("Why; kept in the record.", valueName: "text"))
    var reason: String

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        guard ChangeScope(scope) != nil else { throw ValidationError(ServiceText.noScope(scope)) }
        guard case .ago? = Moment(argument: length) else { throw ValidationError("--for takes a time such as 2h.") }
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            guard case .ago(let span)? = Moment(argument: length) else { return }
            let order = OrderDocument(reason: reason, scope: scope, seconds: Int(span.components.seconds))
            ServiceText.write(try await session.service.pause(order), format, session)
        }
    }
}
