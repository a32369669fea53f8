import ArgumentParser
import BrokerModel
import Ledger

struct TokenListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The tokens there are, and what each may.",
        discussion: """
            Shows no token: the database does not have them. When one was used stands in the audit chain.

            Examples:
              isobar token list
              isobar token list --all        those that were revoked or have expired, too
            """)

    @Flag(help: "Those that were revoked or have expired, too.")
    var all = false

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    private struct Document: Encodable {
        struct Entry: Encodable {
            let name: String
            let role: AccessRole
            let isValid: Bool
            let createdAt: String
            let createdBy: String
            let expiresAt: String?
            let revokedAt: String?
        }

        let formatVersion = 1
        let tokens: [Entry]
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let now = WallClock.now()
            let tokens = try await session.ledgerOrNew().tokens().filter { all || $0.isValid(at: now) }
            switch format {
            case .text: StandardStream.output.write(text(tokens, at: now))
            case .json: StandardStream.output.write(JSONText.text(document(tokens, at: now)))
            }
        }
    }

    private func text(_ tokens: [TokenRecord], at now: Timestamp) -> String {
        guard !tokens.isEmpty else { return "There are no tokens: isobar token create NAME --role viewer\n" }
        var table = Table(header: ["TOKEN", "ROLE", "STATE", "CREATED (UTC)", "BY"])
        for token in tokens {
            table.add([
                token.name, token.role.rawValue, state(of: token, at: now), HistoryText.time(token.createdAt),
                token.createdBy,
            ])
        }
        return table.lines(width: .max).joined(separator: "\n") + "\n"
    }

    private func state(of token: TokenRecord, at now: Timestamp) -> String {
        if let moment = token.revokedAt { return "revoked \(HistoryText.time(moment))" }
        guard let moment = token.expiresAt else { return "valid" }
        return (token.isValid(at: now) ? "until " : "expired ") + HistoryText.time(moment)
    }

    private func document(_ tokens: [TokenRecord], at now: Timestamp) -> Document {
        Document(
            tokens: tokens.map { token in
                Document.Entry(
                    name: token.name, role: token.role, isValid: token.isValid(at: now),
                    createdAt: token.createdAt.description, createdBy: token.createdBy,
                    expiresAt: token.expiresAt?.description, revokedAt: token.revokedAt?.description)
            })
    }
}
