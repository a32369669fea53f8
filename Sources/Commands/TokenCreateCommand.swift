import ArgumentParser
import BrokerModel
import Ledger
import WebServer

struct TokenCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a token, and print it: this once.",
        usage: "isobar token create <name> --role <role> [<options>]",
        discussion: """
            The token goes to standard output and nothing else does. Who uses it stands in the record as token/NAME.

            Examples:
              isobar token create dashboard --role viewer > /etc/dashboard/token
              isobar token create ci --role operator --expires 90d
            """)

    @Argument(help: "Whose it is: up to 60 letters, digits and . _ @ -")
    var name: String

    @Option(help: "viewer, operator or admin.", transform: TokenName.role)
    var role: AccessRole

    @Option(help: ArgumentHelp("How long it is valid: 12h, 90d. Without it, until it is revoked.", valueName: "time"))
    var expires: String?

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    private struct Document: Encodable {
        let formatVersion = 1
        let name: String
        let role: AccessRole
        let expiresAt: String?
        let token: String
    }

    func validate() throws {
        guard TokenName.isValid(name) else { throw ValidationError(TokenName.rule(name)) }
        guard expires == nil || lifetime != nil else { throw ValidationError("--expires takes a time such as 90d.") }
    }

    private var lifetime: Duration? {
        guard let expires, case .ago(let span)? = Moment(argument: expires), span > .zero else { return nil }
        return span
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let token = AccessToken()
            let expiresAt = lifetime.map { WallClock.now() + $0 }
            try await session.ledgerOrNew().addToken(
                named: name, role: role, hash: token.hash, expiresAt: expiresAt, by: session.actor)
            token.withRevealed { text in
                switch format {
                case .text:
                    StandardStream.output.write(text + "\n")
                    StandardStream.error.write("It is shown this once. Send it as: Authorization: Bearer TOKEN\n")
                case .json:
                    let document = Document(name: name, role: role, expiresAt: expiresAt?.description, token: text)
                    StandardStream.output.write(JSONText.text(document))
                }
            }
        }
    }
}
