import ArgumentParser
import BrokerModel
import Ledger

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the ledger into a file, while everything goes on.",
        discussion: """
            The copy is the ledger at one moment, in one file, for its owner only, and is checked whole before it gets its \
            name. Note the head it prints somewhere else: 'isobar audit verify --head' proves by it that nothing before \
            was changed. No secret is in it, but the names of hosts and nodes are. What else a controller needs stands in \
            docs/configuration.md.

            Examples:
              isobar backup /backup/isobar-$(date +%F).sqlite
              isobar restore /backup/isobar-2026-11-21.sqlite
            """)

    @Argument(help: "The file; there must be none of that name.")
    var file: String

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let copy = try await session.ledger().backUp(to: file)
            StandardStream.output.write(CopyRendering(file: file, copy: copy).render(format))
        }
    }
}
