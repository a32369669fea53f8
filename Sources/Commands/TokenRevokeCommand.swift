import ArgumentParser
import BrokerModel
import Ledger

struct TokenRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "End a token: from now on it opens nothing.",
        discussion: """
            A running service refuses it from the next request on; the name is free again.

            Example:
              isobar token revoke ci
            """)

    @Argument(help: "The token's name.")
    var name: String

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        guard TokenName.isValid(name) else { throw ValidationError(TokenName.rule(name)) }
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            try await session.ledger().revokeToken(named: name, by: session.actor)
            StandardStream.output.write("The token \(name) opens nothing any more.\n")
        }
    }
}
